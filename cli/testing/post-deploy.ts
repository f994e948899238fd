import type { Approach } from "../../stacks/contract.ts";
import { grantingConfig } from "../../stacks/requirements.ts";
import { groups, type Group } from "./groups.ts";
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
  },
];

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
 * @param unmet approaches that cannot be deployed here, with the reason
 */
export function deployedStages(
  approaches: readonly Deployable[],
  chosen: readonly Share[],
  unmet: ReadonlyMap<string, string>,
): Together {
  const together = chosen.flatMap((share) =>
    approaches.flatMap((approach) => {
      const own = groupsFor(approach, share, approaches, unmet);
      return own.length === 0 ? [] : [stageOf(approach, own, share, unmet)];
    }),
  );
  return { title: "deployed", together, atOnce: deploymentsAtOnce };
}

/** The groups of a share that run for one of the approaches that are tested. */
function groupsFor(
  { name, placement, plainOf, system }: Deployable,
  { groups: chosen, plainGroups: plain = [], oncePerPlacement = false, elsewhereGroups: elsewhere = [] }: Share,
  approaches: readonly Deployable[],
  unmet: ReadonlyMap<string, string>,
): readonly Group[] {
  if (plainOf !== undefined) return plain;
  if (system !== undefined) return elsewhere;
  const first = approaches.find((one) => one.placement === placement && !unmet.has(one.name));
  if (first?.name === name) return chosen;
  return oncePerPlacement ? [] : chosen.filter((group) => !placementGroups.has(group));
}

function stageOf(
  approach: Deployable,
  chosen: readonly Group[],
  { workload }: Share,
  unmet: ReadonlyMap<string, string>,
): Stage {
  const title = `${approach.name} / ${workload}`;
  const refused = unmet.get(approach.name);
  if (refused !== undefined) return { title, skipped: refused };
  const env = toEnvironment({ approach: approach.name, workload, config: grantingConfig(approach), groups: chosen });
  return { title, mocha: ["test/deployed/approaches.test.ts"], env };
}
