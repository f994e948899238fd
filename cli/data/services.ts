import { execa } from "execa";
import { UserError } from "../../errors/user-error.ts";
import type { Service, Workload } from "../../services/contract.ts";
import { controlArgv } from "../../stacks/control/command.ts";
import type { DeploymentOutput } from "../../stacks/outputs.ts";
import { startGroups } from "../../stacks/rendering/order.ts";
import type { Verb } from "../../stacks/verbs.ts";
import { projectRoot } from "../../toolchain/environment.ts";
import { readStatus } from "../control/listing.ts";
import { replicaLabel } from "../control/replica-label.ts";
import type { StoppedReplica } from "./journal.ts";

/** Replicas that start together, after those of earlier groups. */
type ReplicaGroups = readonly (readonly StoppedReplica[])[];

/**
 * The replicas of services that mount any of the volumes, in groups in the order of their start. Stopping goes in reverse.
 * @param volumes names in the workload
 */
export function usingReplicas(
  workload: Workload,
  { services }: Pick<DeploymentOutput, "services">,
  volumes: readonly string[],
): ReplicaGroups {
  const uses = (service: Service) => service.volumes.some(({ name }) => volumes.includes(name));
  return startGroups(workload.services)
    .map((group) => group.filter(uses).flatMap(({ name }) => replicasOf(name, services[name]?.replicas ?? [])))
    .filter((group) => group.length > 0);
}

function replicasOf(service: string, replicas: DeploymentOutput["services"][string]["replicas"]): StoppedReplica[] {
  return replicas.map(({ control }, index) => ({
    name: replicaLabel(service, index, replicas.length),
    control,
  }));
}

/** Those that run now, in the same groups. */
export async function runningOf(groups: ReplicaGroups): Promise<ReplicaGroups> {
  const asked = groups.map(async (group) => {
    const running = await Promise.all(group.map(runs));
    return group.filter((_, index) => running[index]);
  });
  return (await Promise.all(asked)).filter((group) => group.length > 0);
}

async function runs({ control }: StoppedReplica): Promise<boolean> {
  const { stdout } = await verb(control, "status");
  const { state } = readStatus(stdout);
  return state === "running" || state === "restarting";
}

/** Stops replicas, the last group first. @throws UserError if one does not stop */
export async function stopReplicas(groups: ReplicaGroups, signal: AbortSignal): Promise<void> {
  for (const group of [...groups].reverse()) {
    signal.throwIfAborted();
    const failed = await allOf(group, "stop");
    if (failed.length > 0) throw new UserError({ found: `Not stopped: ${failed.join("; ")}`, remedy: "see its log" });
  }
}

/** Starts replicas one after another, whatever happens. @returns why some did not start, one line each */
export async function startReplicas(replicas: readonly StoppedReplica[]): Promise<string[]> {
  const failed: string[] = [];
  for (const replica of replicas) failed.push(...(await allOf([replica], "start")));
  return failed;
}

async function allOf(replicas: readonly StoppedReplica[], word: Verb): Promise<string[]> {
  const results = await Promise.all(replicas.map(({ control }) => verb(control, word)));
  return results.flatMap(({ exitCode, stderr }, index) =>
    exitCode === 0 ? [] : [`${replicas[index]?.name ?? ""}: ${stderr.trim() || `exit code ${exitCode ?? "unknown"}`}`],
  );
}

/** In a process group of its own, so that Ctrl-C does not reach it. */
async function verb(control: string, word: Verb) {
  const [command, ...args] = controlArgv(control, word);
  return execa(command, args, { cwd: projectRoot, reject: false, detached: true, cleanup: false });
}
