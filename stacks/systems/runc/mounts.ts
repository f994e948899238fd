import type { ContainerPlan } from "../../container-plan.ts";
import type { KeptPlace } from "../../keeper/contract.ts";
import { tmpfsOptions } from "../../rendering/tmpfs.ts";

/** A mount of the OCI's runtime specification. */
interface OciMount {
  readonly destination: string;
  readonly type: string;
  readonly source: string;
  readonly options: readonly string[];
}

/** Program of the host that is PID 1 in containers with an init. */
const init = "/usr/bin/catatonit";

/** All mounts of a container, in an order in which they can be made. Pure. */
export function mountsOf(
  mounts: ContainerPlan["mounts"],
  { names, binds }: KeptPlace,
  { init: hasInit, shmMiB = 64 }: { readonly init: boolean; readonly shmMiB: number | undefined },
): readonly OciMount[] {
  const memory = mounts.flatMap((mount) => memoryMount(mount));
  return [
    mount("/proc", "proc", "proc", ["nosuid", "noexec", "nodev"]),
    mount("/dev", "tmpfs", "tmpfs", ["nosuid", "strictatime", "mode=755", "size=65536k"]),
    mount("/dev/pts", "devpts", "devpts", ["nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"]),
    mount("/dev/shm", "tmpfs", "shm", ["nosuid", "noexec", "nodev", "mode=1777", `size=${shmMiB}m`]),
    mount("/dev/mqueue", "mqueue", "mqueue", ["nosuid", "noexec", "nodev"]),
    mount("/sys", "sysfs", "sysfs", ["nosuid", "noexec", "nodev", "ro"]),
    mount("/sys/fs/cgroup", "cgroup", "cgroup", ["nosuid", "noexec", "nodev", "relatime", "ro"]),
    ...["hosts", "resolv.conf", "hostname"].map((file) => bound(`${names}/${file}`, `/etc/${file}`, true)),
    ...(hasInit ? [bound(init, "/dev/init", true)] : []),
    // A mount may be in another one.
    ...[
      ...memory,
      ...binds.map(({ source, path, readOnly, propagation }) => bound(source, path, readOnly, propagation)),
    ].sort((a, b) => depth(a) - depth(b)),
  ];
}

function depth({ destination }: OciMount): number {
  return destination.split("/").length;
}

function memoryMount(one: ContainerPlan["mounts"][number]): readonly OciMount[] {
  if (one.kind === "scratch") return [mount(one.path, "tmpfs", "tmpfs", tmpfsOptions(one).split(","))];
  if (one.kind === "memory") return [mount(one.path, "tmpfs", "tmpfs", one.options.split(",").filter(Boolean))];
  return [];
}

function mount(destination: string, type: string, source: string, options: readonly string[]): OciMount {
  return { destination, type, source, options };
}

function bound(source: string, path: string, readOnly: boolean, propagation = "rprivate"): OciMount {
  return mount(path, "bind", source, ["rbind", propagation, readOnly ? "ro" : "rw"]);
}
