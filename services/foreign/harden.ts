import type { ForeignConfinement, ForeignMount, ForeignService, ResolvedService } from "./contract.ts";
import { isWritten } from "./delivered-files.ts";

/** What a container can be restricted to besides what its file says, and how that is said in a sentence. In the order in which they are tried. */
export const measures = {
  "no-new-privileges": "no program in it gains privileges",
  "no-capabilities": "it has no capabilities",
  "few-capabilities": "it has only the capabilities of programs that start as root and then change to another user",
  "read-only": "its root file system is read-only, but for /tmp, /run and /var/tmp in memory",
} as const;

export type Measure = keyof typeof measures;

/** Change of owner and of user, reading what others own, low ports, and signals to others: what entrypoints that drop root use. */
const fewCapabilities = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "NET_BIND_SERVICE", "SETGID", "SETUID"];

/** Folders that programs write to wherever they run. */
const scratch = ["/tmp", "/run", "/var/tmp"];

/** What decides which measures a service can have. */
export type Hardenable = Pick<ForeignService, "name" | "confinement" | "files">;

/** Why a service cannot have a measure that it does not have, if that is not tried. */
export function cannotHave({ files }: Hardenable, measure: Measure): string | undefined {
  const [written] = measure === "read-only" ? files.filter(isWritten) : [];
  return written === undefined
    ? undefined
    : `the ${written.kind} at ${written.path} is written into it before it starts`;
}

/** Whether a measure would change anything of a service. */
export function wouldHarden({ confinement, files }: Hardenable, measure: Measure): boolean {
  const { privileged, capabilities, securityOptions, readOnlyRoot } = confinement;
  if (privileged) return false;
  if (measure === "read-only") return !readOnlyRoot && !files.some(isWritten);
  if (measure === "no-new-privileges") return !securityOptions.some((option) => option.startsWith("no-new-privileges"));
  // What the file says of capabilities is left as it is.
  return capabilities.drop.length === 0 && capabilities.add.length === 0;
}

/** A service with measures; those that would change nothing are left out. */
export function hardened(resolved: ResolvedService, chosen: readonly Measure[]): ResolvedService {
  const fitting = chosen.filter((measure) => wouldHarden(resolved.service, measure));
  if (fitting.length === 0) return resolved;
  const { service, mounts } = resolved;
  const readOnly = fitting.includes("read-only");
  const confinement = fitting.reduce(confined, service.confinement);
  return {
    ...resolved,
    service: { ...service, confinement },
    mounts: readOnly ? [...mounts, ...missingScratch(mounts)] : mounts,
  };
}

function confined(confinement: ForeignConfinement, measure: Measure): ForeignConfinement {
  switch (measure) {
    case "no-new-privileges":
      return { ...confinement, securityOptions: [...confinement.securityOptions, "no-new-privileges:true"] };
    case "no-capabilities":
      return { ...confinement, capabilities: { add: [], drop: ["ALL"] } };
    case "few-capabilities":
      return { ...confinement, capabilities: { add: fewCapabilities, drop: ["ALL"] } };
    case "read-only":
      return { ...confinement, readOnlyRoot: true };
  }
}

function missingScratch(mounts: readonly ForeignMount[]): readonly ForeignMount[] {
  const covered = (path: string) =>
    mounts.some((mount) => mount.path === path || mount.path === "/" || path.startsWith(`${mount.path}/`));
  return scratch.filter((path) => !covered(path)).map((path) => ({ kind: "tmpfs", path, options: scratchOptions }));
}

/** As the folders are in images: everyone can write to them, and removes only what is its own. */
const scratchOptions = "mode=1777";
