import type { Approach } from "../../stacks/contract.ts";
import { grantingConfig } from "../../stacks/requirements.ts";
import { groups, type Group } from "./groups.ts";
import { paceVariable } from "./pace.ts";
import type { Stage, Together } from "./stages.ts";
import { toEnvironment } from "./under-test.ts";

/** A workload, and the groups of tests that run for it. */
export interface Share {
  readonly workload: string;
  readonly groups: readonly Group[];
  /** Groups that run for the plain form of an approach. @default none: it is not deployed */
  readonly plainGroups?: readonly Group[];
  /** Whether it is deployed by the first approach of each placement alone. @default false: by all */
  readonly oncePerPlacement?: boolean;
  /** Groups that run for approaches on other systems than the first. @default none: it is not deployed there */
  readonly elsewhereGroups?: readonly Group[];
  /** Of these, the groups that run where programs are several times slower, as in emulated guests. @default all of them */
  readonly slowGroups?: readonly Group[];
}

/** What is known of approaches on this host. */
export interface HostFacts {
  /** Approaches that cannot be deployed here, with the reason. */
  readonly unmet: ReadonlyMap<string, string>;
  /** How many times slower programs run under an approach. @default 1 for those that it does not name */
  readonly paces?: ReadonlyMap<string, number>;
  /** How many deployments are tested at the same time. @default deploymentsAtOnce */
  readonly atOnce?: number;
}

/** What shows that the plain form of an approach works, and what its traits are. The other groups are about what this project adds. */
export const plainGroups: readonly Group[] = ["outputs", "own", "hardening", "isolation", "supervision", "stopping"];

/**
 * What runs without `--workload`. `everything` asks the most of an approach: all groups run for it, under every approach. `queue` is a real
 * application whose services are killed at any moment, under every approach too; only its own tests run, since the other groups would find
 * the same. `wordpress` is large, and shows that a database, PHP and a web server work apart and together; `hello` that what the
 * documentation shows works, also as its users write it, and on the other systems, where the rest runs by `--workload`. The slow workload comes
 * first, so that it starts early.
 */
export const shares: readonly Share[] = [
  { workload: "everything", groups },
  { workload: "queue", groups: ["outputs", "own"] },
  { workload: "wordpress", groups: ["outputs", "own"], oncePerPlacement: true },
  {
    workload: "hello",
    groups: ["outputs", "own", "isolation", "supervision", "stopping"],
    plainGroups,
    oncePerPlacement: true,
    elsewhereGroups: ["outputs", "own", "definition", "hardening", "isolation", "supervision", "stopping", "mending"],
    slowGroups: ["outputs", "own", "isolation"],
  },
];

/** What runs with `--all`: every group of every workload, under every approach. */
export const allShares: readonly Share[] = shares.map(({ workload }) => ({
  workload,
  groups,
  plainGroups,
  elsewhereGroups: groups,
}));

/** What the stages depend on. */
export type Deployable = Pick<Approach, "name" | "requires" | "placement" | "plainOf" | "system">;

/** Deployments mostly wait for answers, grace periods and health checks: three keep two processors busy. */
export const deploymentsAtOnce = 3;

/**
 * Groups whose outcome depends on the placement alone: they run for the first approach of each. `builders`: what its containers have in
 * common decides which images an approach has. Supervisors add lines of kinds that every other image has, which a unit test of Dockerfiles
 * checks for every approach, as it does that none has an instruction or a flag that only one builder knows.
 */
const placementGroups: ReadonlySet<Group> = new Set(["builders"]);

/**
 * A stage for each workload under each approach, each with its own copy of the project and its own state.
 */
export function deployedStages(approaches: readonly Deployable[], chosen: readonly Share[], host: HostFacts): Together {
  const together = chosen.flatMap((share) =>
    approaches.flatMap((approach) => {
      const own = groupsFor(approach, share, approaches, host);
      return own.length === 0 ? [] : [stageOf(approach, own, share, host)];
    }),
  );
  return { title: "deployed", together, atOnce: host.atOnce ?? deploymentsAtOnce };
}

/** The groups of a share that run for one of the approaches that are tested. */
function groupsFor(
  { name, placement, plainOf, system }: Deployable,
  share: Share,
  approaches: readonly Deployable[],
  { unmet, paces }: HostFacts,
): readonly Group[] {
  if (plainOf !== undefined) return share.plainGroups ?? [];
  if (system !== undefined) return groupsElsewhere(share, (paces?.get(name) ?? 1) > 1);
  const { groups: chosen, oncePerPlacement = false } = share;
  const first = approaches.find((one) => one.placement === placement && !unmet.has(one.name));
  if (first?.name === name) return chosen;
  return oncePerPlacement ? [] : chosen.filter((group) => !placementGroups.has(group));
}

function groupsElsewhere({ elsewhereGroups = [], slowGroups }: Share, isSlow: boolean): readonly Group[] {
  return isSlow && slowGroups !== undefined
    ? elsewhereGroups.filter((group) => slowGroups.includes(group))
    : elsewhereGroups;
}

function stageOf(
  approach: Deployable,
  chosen: readonly Group[],
  { workload }: Share,
  { unmet, paces }: HostFacts,
): Stage {
  const title = `${approach.name} / ${workload}`;
  const refused = unmet.get(approach.name);
  if (refused !== undefined) return { title, skipped: refused };
  const env = toEnvironment({ approach: approach.name, workload, config: grantingConfig(approach), groups: chosen });
  const pace = paces?.get(approach.name) ?? 1;
  if (pace > 1) Object.assign(env, paceVariable(pace));
  return { title, mocha: ["test/deployed/approaches.test.ts"], env };
}
