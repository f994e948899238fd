import type { Approach } from "../../stacks/contract.ts";
import { grantingConfig } from "../../stacks/requirements.ts";
import { groups, type Group } from "./groups.ts";
import type { Stage, Together } from "./stages.ts";
import { toEnvironment } from "./under-test.ts";

/** A workload, and which groups run for it. */
export interface Share {
  readonly workload: string;
  readonly groups: readonly Group[];
}

/**
 * What runs under every approach when nobody names a workload. `everything` asks the most of an approach: all groups run for it. `hello`
 * shows that another workload is deployed, supervised and stopped as well, and its own tests run. What would take most of the time, such as
 * to build images again or to deploy several times, finds the same for each workload. What takes long comes first, so that it begins early.
 */
export const shares: readonly Share[] = [
  { workload: "everything", groups },
  { workload: "hello", groups: ["outputs", "own", "isolation", "supervision", "stopping"] },
];

/** Deployments mostly wait: for answers, for grace periods, for health. Three keep two processors busy. */
const deploymentsAtOnce = 3;

/**
 * A stage for each workload under each approach, each with a copy of the project and a state of its own.
 * @param unmet approaches that cannot be deployed here, with the reason
 */
export function deployedStages(
  approaches: readonly Pick<Approach, "name" | "requires">[],
  chosen: readonly Share[],
  unmet: ReadonlyMap<string, string>,
): Together {
  const together = chosen.flatMap((share) =>
    approaches.map((approach) => stageOf(approach, share, unmet.get(approach.name))),
  );
  return { title: "deployed", together, atOnce: deploymentsAtOnce };
}

function stageOf(
  approach: Pick<Approach, "name" | "requires">,
  { workload, groups: chosen }: Share,
  refused: string | undefined,
): Stage {
  const title = `${approach.name} / ${workload}`;
  if (refused !== undefined) return { title, skipped: refused };
  const env = toEnvironment({ approach: approach.name, workload, config: grantingConfig(approach), groups: chosen });
  return { title, mocha: ["test/deployed/approaches.test.ts"], env };
}
