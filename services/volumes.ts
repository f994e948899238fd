import type { FileSource, Service, Workload } from "./contract.ts";
import type { Fail } from "./paths.ts";

type Definition = Workload<FileSource>;

/** Checks what a workload says about its volumes. @param isWord whether a text can be a volume's name @param wordRule what that is */
export function checkVolumes(
  workload: Definition,
  fail: Fail,
  isWord: (text: string) => boolean,
  wordRule: string,
): void {
  const { services, volumes = {} } = workload;
  const mounted = new Set(services.flatMap((service) => service.volumes.map(({ name }) => name)));
  const wrong = [...mounted].find((name) => !isWord(name));
  if (wrong !== undefined) fail(`a volume is named "${wrong}"`, wordRule);
  const unknown = Object.keys(volumes).find((name) => !mounted.has(name));
  if (unknown !== undefined)
    fail(`volumes has facts about "${unknown}", which no service mounts`, `one of: ${[...mounted].join(", ")}`);
  for (const name of mounted) checkVolume(name, workload, fail);
  checkRole(workload, fail);
}

function checkVolume(name: string, { services, volumes = {} }: Definition, fail: Fail): void {
  const { gid, mode } = volumes[name] ?? {};
  if (mode !== undefined && !(Number.isInteger(mode) && mode >= 0 && mode <= 0o7777))
    fail(`the mode of the volume "${name}" is ${mode}`, "permission bits, such as 0o750");
  const users = services.filter((service) => mounts(service, name));
  if (gid === undefined) checkOneUser(name, users, fail);
  else checkGroup(name, gid, services, fail);
}

/** Without a group, the folder belongs to one user alone. */
function checkOneUser(name: string, [first, ...others]: readonly Service<FileSource>[], fail: Fail): void {
  const other = others.find(({ user }) => user.uid !== first?.user.uid);
  if (first === undefined || other === undefined) return;
  const named = [first, other].map((one) => `${one.name} (uid ${one.user.uid})`).join(" and ");
  fail(
    `${named} mount the volume "${name}", which has no group`,
    `one user, or a group that all who mount it are in: volumes: { ${JSON.stringify(name)}: { gid: NUMBER } }`,
  );
}

function checkGroup(name: string, gid: number, services: Definition["services"], fail: Fail): void {
  if (!Number.isInteger(gid) || gid < 1) fail(`the gid of the volume "${name}" is ${gid}`, "a whole number from 1");
  const stranger = services.find((service) => service.user.gid === gid && !mounts(service, name));
  if (stranger !== undefined)
    fail(
      `the volume "${name}" has the gid ${gid} of ${stranger.name}, which does not mount it and could use it`,
      "a gid of its own, or of services that mount it",
    );
}

function checkRole({ services, roles }: Definition, fail: Fail): void {
  const { data } = roles ?? {};
  if (data === undefined) return;
  const service = services.find(({ name }) => name === data.service);
  const mount = service?.volumes.find(({ name }) => name === data.volume);
  if (mount === undefined || mount.readOnly === true)
    fail(
      `the role data names the volume "${data.volume}" of the service "${data.service}"`,
      "a service of the workload, and a volume that it mounts and can write",
    );
}

function mounts({ volumes }: Service<FileSource>, name: string): boolean {
  return volumes.some((mount) => mount.name === name);
}
