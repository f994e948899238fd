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
      const asked = Date.now();
      const args = ["network", "inspect", "--format", "{{.Name}}", ...names];
      const { exitCode, stderr } = await docker.attempt(args, { timeoutMs: deadlineMs });
      if (exitCode === 0) return;
      // If creating one fails, Pulumi ends the program with the reason long before.
      if (Date.now() > until) throw lost(names, stderr.trim());
      // No more than half of the time: over ssh, each opens a connection.
      await pause(Math.max(pauseMs, Date.now() - asked));
    }
  };
}

/** Creating one failed, or, since Pulumi creates no network that the state has, it was removed without Pulumi. */
function lost(names: readonly string[], said: string): UserError {
  return new UserError({
    found: `Docker does not have all of the networks ${names.join(", ")}: ${said}. If Docker could not create one, another error here says why.`,
    remedy:
      "npm run up, which finds and repairs what is lost; if Docker has no address left for a network: docker network prune removes those that nothing uses",
  });
}
