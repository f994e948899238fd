import { UserError } from "../errors/user-error.ts";
import { approachesNamed } from "../stacks/approaches.ts";
import type { Confinement } from "../stacks/confinement.ts";
import type { Approach } from "../stacks/contract.ts";

/** An approach with another configuration than the default: a subject of its own. */
export interface Variant {
  /** Short, for the command line and for names of stacks. */
  readonly id: string;
  /** In reports. */
  readonly name: string;
  readonly approach: Approach;
  readonly config: Confinement;
  /** What the difference from its approach shows, as a sentence for people. */
  readonly shows: string;
  /** Names of the experiments whose answer the configuration can change. It takes part in no others, which keeps runs short. */
  readonly experiments: readonly string[];
}

const unhardened = { hardening: "none" } as const;
/** Also times: what they differ by from the hardened ones is the price of hardening. State: a root that is read-only keeps none. */
const byHardening = ["posture", "state", "memory", "startup", "latency"];
const eachLimited = { limits: "service" } as const;
const byLimits = ["blast"];

const inRegistry = (name: string) => approachesNamed([name], "lab/variants.ts")[0] as Approach;

/** Every variant: a line each. Separate and supervisord with and without hardening tell what is due to the topology, and what to hardening. */
export const variants: readonly Variant[] = [
  {
    id: "separate-unhardened",
    name: "separate, not hardened",
    approach: inRegistry("separate"),
    config: unhardened,
    shows:
      "a container per service with the system's default capabilities and a writable root: topology without hardening",
    // Claims about plain separate containers compare its complexity with that of the plain supervisors.
    experiments: ["complexity", ...byHardening],
  },
  {
    id: "supervisord-unhardened",
    name: "supervisord, not hardened",
    approach: inRegistry("supervisord"),
    config: unhardened,
    shows: "one container with the system's default capabilities and a writable root: neither topology nor hardening",
    experiments: byHardening,
  },
  {
    id: "systemd-limits",
    name: "systemd, limits per service",
    approach: inRegistry("systemd"),
    config: eachLimited,
    shows: "TasksMax, MemoryMax and CPUQuota of each unit from the service's own limits",
    experiments: byLimits,
  },
  {
    id: "supervisord-limits",
    name: "supervisord, limits per service",
    approach: inRegistry("supervisord"),
    config: eachLimited,
    shows: "the kernel's limit on the processes of each service's user (RLIMIT_NPROC), all that supervisord can offer",
    experiments: byLimits,
  },
];

/**
 * @param asked `all`, `none` or an id
 * @throws UserError that lists what exists
 */
export function variantsNamed(asked: string): readonly Variant[] {
  if (asked === "all") return variants;
  if (asked === "none") return [];
  const found = variants.find(({ id }) => id === asked);
  if (found !== undefined) return [found];
  throw new UserError({
    found: `There is no variant "${asked}" (--variants).`,
    allowed: `all, none, ${variants.map(({ id }) => id).join(", ")}`,
    remedy: "docs/lab.md says what each shows",
  });
}
