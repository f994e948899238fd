import { setTimeout as pause } from "node:timers/promises";
import type { DockerClient } from "../../../docker/client.ts";
import { UserError } from "../../../errors/user-error.ts";

/** Resolves when networks with these names are on the engine. */
export type NetworkWatch = (names: readonly string[]) => Promise<void>;

const pauseMs = 50;

/**
 * Asks the engine itself. The provider says that a network is there only two seconds after creating it, a fixed wait of its own; a
 * container can be attached at once.
 */
export function networkWatch(docker: DockerClient, deadlineMs = 20_000): NetworkWatch {
  return async (names) => {
    const until = Date.now() + deadlineMs;
    for (;;) {
      const args = ["network", "inspect", "--format", "{{.Name}}", ...names];
      const { exitCode, stderr } = await docker.attempt(args, { timeoutMs: deadlineMs });
      if (exitCode === 0) return;
      // Where creating one fails, Pulumi ends the program with that reason long before.
      if (Date.now() > until) throw lost(names, stderr.trim());
      await pause(pauseMs);
    }
  };
}

/** Only a network that the state has is not created: it was removed behind Pulumi's back. */
function lost(names: readonly string[], said: string): UserError {
  return new UserError({
    found: `The networks ${names.join(", ")} are not all on the engine, though the state has them: ${said}`,
    remedy: "npm run up, which looks for what is lost; or pulumi up --refresh",
  });
}
