import { seenTo, translated, type ContainerPlan, type GrantPlan } from "../../container-plan.ts";
import { grantedCapabilities } from "../../keeper/capabilities.ts";
import type { KeptPlace } from "../../keeper/contract.ts";
import { digest } from "../../rendering/digest.ts";
import { commandLine } from "../../rendering/shell.ts";
import { tmpfsOptions } from "../../rendering/tmpfs.ts";
import { beginFile } from "./begin.ts";
import { takenByLibvirt } from "./capability-numbers.ts";
import { ownPath, toolsPath } from "./paths.ts";
import type { Processor } from "./processor.ts";
import { element, xml, type Element } from "./xml.ts";

/** What a domain depends on besides the plan. */
export interface LibvirtHost {
  readonly processor: Processor;
  readonly cgroupVersion: 1 | 2;
  /** What a domain without a limit has: it must have a size. */
  readonly memoryMiB: number;
  /** Folder with the programs of the host that every container sees. */
  readonly tools: string;
}

/** The domain of a container, what PID 1 begins with, and the mounts that come before, by path in its folder. Pure. */
export function libvirtFiles(
  plan: ContainerPlan,
  place: KeptPlace,
  host: LibvirtHost,
): Readonly<Record<string, string>> {
  const { name, fullName, services, image, process, identity, mounts, attachments, ...more } = plan;
  const { limits, health, completes, startsAfter, stop, restart, logs, grants, extras, ...rest } = more;
  translated(rest);
  // Of these, the keeper's settings and the file `begin` are made.
  const kept = [name, services, image, process, identity, health, completes, startsAfter, stop, restart, logs, extras];
  if (kept.length === 0) throw new Error("a container has no settings");
  const scratch = scratchMounts(mounts, place);
  const domain = element("domain", { type: "lxc" }, [
    element("name", {}, fullName),
    element("uuid", {}, uuidOf(fullName)),
    ...limitElements(limits, host),
    element("os", {}, [
      element("type", {}, "exe"),
      element("init", {}, `${toolsPath}/ld.so`),
      ...["--library-path", `${toolsPath}/lib`, `${toolsPath}/perl`, `${ownPath}/begin.pl`].map((word) =>
        element("initarg", {}, word),
      ),
    ]),
    element("features", {}, featuresOf(attachments, place, grants)),
    ...["poweroff", "reboot", "crash"].map((event) => element(`on_${event}`, {}, "destroy")),
    element("devices", {}, [
      element("emulator", {}, `${place.folder}/emulator`),
      folder(place.root, "/", grants.readOnlyRoot),
      ...inOrder([
        folder(`${place.folder}/inside`, ownPath, true),
        folder(host.tools, toolsPath, true),
        ...["hosts", "resolv.conf", "hostname"].map((file) => folder(`${place.names}/${file}`, `/etc/${file}`, true)),
        // Libvirt knows no limit of processes, so it does not show it.
        ...(host.cgroupVersion === 1 ? [folder("/sys/fs/cgroup/pids", "/sys/fs/cgroup/pids", true)] : []),
        ...scratch.map(({ source, path }) => folder(source, path, false)),
        ...place.binds.map(({ source, path, readOnly }) => folder(source, path, readOnly)),
      ]),
      element("console", { type: "pty" }),
    ]),
  ]);
  return {
    "domain.xml": xml(domain),
    "inside/begin": beginFile(plan, host.processor),
    scratch: scratch
      .flatMap(({ source, options }) => [
        commandLine(["mkdir", "-p", source]),
        commandLine(["mount", "-t", "tmpfs", "-o", options, "tmpfs", source]),
      ])
      .map((line) => `${line}\n`)
      .join(""),
  };
}

/** Always the same: of a domain that has ended, libvirtd may know for a moment, and takes another one for a conflict. */
function uuidOf(fullName: string): string {
  const digits = `${digest(fullName)}${digest(`${fullName} `)}`;
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join("-");
}

/** Swap and processes are limited by the keeper's cgroups alone. */
function limitElements({ memoryMiB, cpus, ...rest }: ContainerPlan["limits"], host: LibvirtHost): readonly Element[] {
  seenTo(rest, ["memorySwapMiB", "pids"]);
  const size = (name: string, value: number) => element(name, { unit: "MiB" }, String(value));
  return [
    size("memory", memoryMiB ?? host.memoryMiB),
    ...(memoryMiB === undefined ? [] : [element("memtune", {}, [size("hard_limit", memoryMiB)])]),
    element("vcpu", {}, "1"),
    ...(cpus === undefined
      ? []
      : [
          element("cputune", {}, [
            element("period", {}, "100000"),
            element("quota", {}, String(Math.round(cpus * 100_000))),
          ]),
        ]),
  ];
}

/** In another network than the host's, emulator.sh puts the domain: what libvirt is told to share, its daemon keeps open until it ends. */
function featuresOf(
  attachments: ContainerPlan["attachments"],
  { networkNamespace }: KeptPlace,
  grants: GrantPlan,
): readonly Element[] {
  const { networks, joins, sharesIpc, publishes, further, instead, ...rest } = attachments;
  translated(rest);
  const connected = [networks, joins, sharesIpc, publishes, further];
  const alone = networkNamespace === undefined && instead === "none" && connected.length > 0;
  const { capabilities, ...others } = grants;
  // The root and what begin.pl does; it says `refuses` of the rest.
  seenTo(others, ["readOnlyRoot", "noNewPrivileges", "privileged", "ownCgroups", "cgroupNamespace", "cgroupParent"]);
  const kept = grantedCapabilities(capabilities).filter((name) => takenByLibvirt.includes(name));
  return [
    ...(alone ? [element("privnet")] : []),
    // Its policy "deny" ends PID 1 before it begins: begin.pl takes the others away.
    element(
      "capabilities",
      { policy: "default" },
      kept.map((name) => element(name.toLowerCase(), { state: "on" })),
    ),
  ];
}

/** Libvirt mounts no tmpfs with a mode or an owner, so start.sh does, and the domain has it as a folder. */
function scratchMounts(mounts: ContainerPlan["mounts"], { folder: own }: KeptPlace) {
  const all = [
    { path: "/dev/shm", options: "rw,nosuid,noexec,nodev,mode=1777,size=64m" },
    ...mounts.flatMap((mount) => {
      if (mount.kind === "scratch") return [{ path: mount.path, options: tmpfsOptions(mount) }];
      return mount.kind === "memory"
        ? [{ path: mount.path, options: mount.options === "" ? "rw" : mount.options }]
        : [];
    }),
  ];
  return all.map((one, index) => ({ ...one, source: `${own}/scratch-${index}` }));
}

/** A folder or a file of the host. */
function folder(source: string, path: string, readOnly: boolean): Element {
  return element("filesystem", { type: "mount" }, [
    element("source", { dir: source }),
    element("target", { dir: path }),
    ...(readOnly ? [element("readonly")] : []),
  ]);
}

/** A mount may be in another one, which comes first. */
function inOrder(folders: readonly Element[]): readonly Element[] {
  const depth = ({ content }: Element) =>
    typeof content === "string" ? 0 : (content[1]?.attributes.dir ?? "").split("/").length;
  return [...folders].sort((a, b) => depth(a) - depth(b));
}
