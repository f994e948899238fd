import type { DockerClient } from "../../../../docker/client.ts";
import type { Scope, VolumePlan } from "../../../contract.ts";
import { labelPrefix, volumeLabels } from "../../../rendering/labels.ts";
import { checkOwner } from "../../../volume-data/ownership.ts";
import type { Owner } from "../../contract.ts";
import type { StoredVolume, VolumeUser } from "../../data-room.ts";

const label = (name: string) => `{{json (.Label "${labelPrefix}.${name}")}}`;
const volumeFormat = `{"fullName":{{json .Name}},"name":${label("volume")},"holds":${label("holds")},"approach":${label("approach")},"workload":${label("workload")}}`;
const containerFormat = `{"container":{{json .Names}},"state":{{json .State}},"mounts":{{json .Mounts}},"instance":${label("instance")},"stack":${label("stack")}}`;

interface VolumeLine {
  readonly fullName: string;
  readonly name: string;
  readonly holds: string;
  readonly approach: string;
  readonly workload: string;
}

interface ContainerLine {
  readonly container: string;
  readonly state: string;
  /** Names of volumes and paths of the host, separated by commas. */
  readonly mounts: string;
  readonly instance: string;
  readonly stack: string;
}

/** A stack's volumes that hold data, by approach and name. */
export async function storedVolumes(docker: DockerClient, owner: Required<Owner>): Promise<StoredVolume[]> {
  const filters = [`${labelPrefix}.instance=${owner.instance}`, `${labelPrefix}.stack=${owner.stack}`];
  const listed = ["volume", "ls", ...filters.flatMap((one) => ["--filter", `label=${one}`]), "--format", volumeFormat];
  const volumes = parsed<VolumeLine>(await docker.run(listed)).filter(
    ({ holds, name }) => name !== "" && holds !== "state",
  );
  if (volumes.length === 0) return [];
  const containers = parsed<ContainerLine>(
    await docker.run(["ps", "--all", "--no-trunc", "--format", containerFormat]),
  );
  const stored = volumes.map(({ fullName, name, approach, workload }): StoredVolume => {
    return { name, fullName, approach, workload, users: usersOf(fullName, containers, owner) };
  });
  return stored.sort((a, b) => order(a.approach, b.approach) || order(a.name, b.name));
}

function usersOf(volume: string, containers: readonly ContainerLine[], owner: Required<Owner>): VolumeUser[] {
  return containers
    .filter(({ mounts }) => mounts.split(",").includes(volume))
    .map(({ container, state, instance, stack }) => ({
      container,
      running: state === "running" || state === "paused" || state === "restarting",
      own: instance === owner.instance && stack === owner.stack,
    }))
    .sort((a, b) => order(a.container, b.container));
}

/**
 * Creates the volumes that are missing.
 * @returns the names of those that it created
 * @throws UserError if a volume of that name belongs to something else
 */
export async function createVolumes(
  docker: DockerClient,
  scope: Scope,
  plans: readonly VolumePlan[],
): Promise<string[]> {
  const missing: VolumePlan[] = [];
  for (const plan of plans) {
    const { exitCode, stdout } = await docker.attempt([
      "volume",
      "inspect",
      "--format",
      "{{json .Labels}}",
      plan.fullName,
    ]);
    if (exitCode === 0)
      checkOwner(plan.fullName, JSON.parse(stdout) as Labels | null, volumeLabels(scope, plan), "docker");
    else missing.push(plan);
  }
  for (const plan of missing) {
    const labels = Object.entries(volumeLabels(scope, plan)).flatMap(([name, value]) => [
      "--label",
      `${name}=${value}`,
    ]);
    await docker.run(["volume", "create", "--driver", "local", ...labels, plan.fullName]);
  }
  return missing.map(({ fullName }) => fullName);
}

type Labels = Readonly<Record<string, string>>;

function parsed<T>(text: string): T[] {
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}

/** By code units, so that the order is the same everywhere. */
function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
