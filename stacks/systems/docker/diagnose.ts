import type { DockerClient } from "../../../docker/client.ts";
import { labelPrefix } from "../../rendering/labels.ts";

/** A network that is created and removed at once. */
const trialNetwork = `${labelPrefix}-trial`;

/**
 * What may be why a deployment has failed, and what Docker's own message does not say. Called after a failure.
 * @returns one line each; empty if nothing is found
 */
export async function diagnose(docker: DockerClient): Promise<readonly string[]> {
  const { exitCode, stderr } = await docker.attempt(["network", "create", trialNetwork], { timeoutMs: 15_000 });
  if (exitCode === 0) await docker.attempt(["network", "rm", trialNetwork], { timeoutMs: 15_000 });
  // Also "could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network".
  if (!/address pool|predefined address/i.test(stderr)) return [];
  return [
    "Docker has no address left for another network: docker network ls shows what there is, docker network prune removes what nothing uses, " +
      "and default-address-pools in the daemon's configuration gives it more",
  ];
}
