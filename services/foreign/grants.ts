import { posix } from "node:path";
import type { ForeignMount, ForeignService } from "./contract.ts";
import type { Grant } from "./grant-names.ts";

/** A grant that a service needs, and what asks for it. */
export interface Needed {
  readonly grant: Grant;
  /** Such as `mounts /var/run/docker.sock`. */
  readonly because: string;
}

/** Capabilities that Docker gives by default: asking for one of them is asking for nothing more. */
const usual = new Set(
  "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT".split(
    " ",
  ),
);

/**
 * What a service needs beyond a container of its own.
 * @param project folder of the project: what is in it may be mounted
 * @param real the path that one leads to when its links are followed
 */
export function neededBy(service: ForeignService, project: string, real: (path: string) => string): readonly Needed[] {
  const { confinement, mounts, attachment } = service;
  const { privileged, devices, capabilities, securityOptions } = confinement;
  const found: Needed[] = [];
  const need = (grant: Grant, because: string) => found.push({ grant, because });
  if (privileged) need("privileged", "privileged: true");
  if (attachment.kind === "host") need("host-network", "network_mode: host");
  for (const { source } of devices) need("devices", `devices: ${source}`);
  for (const name of capabilities.add) {
    const bare = name.toUpperCase().replace(/^CAP_/, "");
    if (!usual.has(bare)) need("capabilities", `cap_add: ${name}`);
  }
  for (const option of securityOptions)
    if (/unconfined|label[:=]disable/.test(option)) need("unconfined", `security_opt: ${option}`);
  found.push(...neededBeyond(confinement));
  for (const mount of mounts) found.push(...neededByMount(mount, project, real));
  return found;
}

function neededBeyond({ namespaces, runtime, cgroupParent }: ForeignService["confinement"]): readonly Needed[] {
  const joined = Object.entries(namespaces).filter(
    ([, value]) => !/^(?:service:|private$|shareable$|none$)/.test(value),
  );
  const chosen = Object.entries({ runtime, cgroup_parent: cgroupParent }).filter(([, value]) => value !== undefined);
  return [
    ...joined.map(([kind, value]) => ({ grant: "host-namespaces", because: `${kind}: ${value}` }) as const),
    ...chosen.map(([key, value]) => ({ grant: "runtime", because: `${key}: ${value ?? ""}` }) as const),
  ];
}

function neededByMount(mount: ForeignMount, project: string, real: (path: string) => string): readonly Needed[] {
  if (mount.kind !== "bind") return [];
  const because = `mounts ${mount.source}`;
  const path = posix.normalize(real(mount.source));
  if (isSocket(path) || isSocket(mount.source)) return [{ grant: "docker-socket", because }];
  const root = real(project);
  const inside = path === root || path.startsWith(`${root}/`);
  return inside ? [] : [{ grant: "host-folders", because }];
}

/** The socket by any of its names, and folders that it is in. */
function isSocket(path: string): boolean {
  return (
    /(?:^|\/)(?:docker|containerd|podman|crio)\.sock$/.test(path) ||
    /^\/(?:var\/)?run(?:\/docker|\/containerd|\/podman)?\/?$/.test(path)
  );
}
