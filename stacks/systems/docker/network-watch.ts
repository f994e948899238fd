import { setTimeout as pause } from "node:timers/promises";
import type { DockerClient } from "../../../docker/client.ts";
import { UserError } from "../../../errors/user-error.ts";

/** Resolves when Docker has networks with these names. */
export type NetworkWatch = (names: readonly string[]) => Promise<void>;

const pauseMs = 50;

/**
 * Asks Docker itself. The provider waits a fixed two seconds after creating a network before it reports it; a container can be attached
 * at once.
 */
export function networkWatch(docker: DockerClient, deadlineMs = 20_000): NetworkWatch {
  return async (names) => {
    const until = Date.now() + deadlineMs;
    for (;;) {
      const args = ["network", "inspect", "--format", "{{.Name}}", ...names];
      const { exitCode, stderr } = await docker.attempt(args, { timeoutMs: deadlineMs });
      if (exitCode === 0) return;
      // If creating one fails, Pulumi ends the program with the reason long before.
      if (Date.now() > until) throw lost(names, stderr.trim());
      await pause(pauseMs);
    }
  };
}

/** Pulumi creates no network that the state has: if it is missing, it was removed without Pulumi. */
function lost(names: readonly string[], said: string): UserError {
  return new UserError({
    found: `Docker lacks some of the networks ${names.join(", ")}, although the state has them: ${said}`,
    remedy: "npm run up, which finds and repairs what is lost; or pulumi up --refresh",
  });
}
