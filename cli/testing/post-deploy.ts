import type { Approach } from "../../stacks/contract.ts";
import { grantingConfig } from "../../stacks/requirements.ts";
import { groups, type Group } from "./groups.ts";
import type { Stage, Together } from "./stages.ts";
import { toEnvironment } from "./under-test.ts";

/** A workload, and the groups of tests that run for it. */
export interface Share {
  readonly workload: string;
  readonly groups: readonly Group[];
}

/**
 * What runs under every approach without `--workload`. `everything` asks the most of an approach: all groups run for it. With `hello`, only
 * those run that show that another workload is deployed, supervised and stopped, and its own tests; the slow groups, which build images
 * again or deploy several times, would find the same. The slow workload comes first, so that it starts early.
 */
export const shares: readonly Share[] = [
  { workload: "everything", groups },
  { workload: "hello", groups: ["outputs", "own", "isolation", "supervision", "stopping"] },
];

/** What the stages depend on. */
export type Deployable = Pick<Approach, "name" | "requires" | "placement">;

/** Deployments mostly wait for answers, grace periods and health checks: three keep two processors busy. */
export const deploymentsAtOnce = 3;

/**
 * Groups whose outcome depends on the placement alone: they run for the first approach of each. `builders`: what its containers have in
 * common decides which images an approach has. Supervisors add lines of kinds that every other image has, which a unit test of Dockerfiles
 * checks for every approach, as it does that none has an instruction or a flag that only one builder knows.
 */
const oncePerPlacement: ReadonlySet<Group> = new Set(["builders"]);

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
    approaches.map((approach) => stageOf(approach, groupsFor(approach, share, approaches, unmet), share, unmet)),
  );
  return { title: "deployed", together, atOnce: deploymentsAtOnce };
}

/** The groups of a share that run for one of the approaches that are tested. */
function groupsFor(
  { name, placement }: Deployable,
  { groups: chosen }: Share,
  approaches: readonly Deployable[],
  unmet: ReadonlyMap<string, string>,
): readonly Group[] {
  const first = approaches.find((one) => one.placement === placement && !unmet.has(one.name));
  return first?.name === name ? chosen : chosen.filter((group) => !oncePerPlacement.has(group));
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
