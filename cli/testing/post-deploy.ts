import type { Approach } from "../../stacks/contract.ts";
import { groups, type Group } from "./groups.ts";
import type { Stage, Together } from "./stages.ts";
import { toEnvironment } from "./under-test.ts";

/** A workload, and which groups run for it. */
export interface Share {
  readonly workload: string;
  readonly groups: readonly Group[];
}

/** These build images again, or deploy several times: most of the time, and what they find does not depend on the workload. */
const slow: readonly Group[] = ["builders", "mending", "changes", "crash"];

/**
 * What runs under every approach when nobody names a workload. The slow groups run once, for the workload that asks the most of an
 * approach, and the others for both. It comes first: what takes long begins early.
 */
export const shares: readonly Share[] = [
  { workload: "everything", groups },
  { workload: "hello", groups: groups.filter((group) => !slow.includes(group)) },
];

/** Deployments mostly wait: for answers, for grace periods, for health. Three keep two processors busy. */
const deploymentsAtOnce = 3;

/**
 * A stage for each workload under each approach, each with a copy of the project and a state of its own.
 * @param refused why this host runs nothing privileged; undefined where it does
 */
export function deployedStages(
  approaches: readonly Pick<Approach, "name" | "requires">[],
  chosen: readonly Share[],
  refused: string | undefined,
): Together {
  const together = chosen.flatMap((share) => approaches.map((approach) => stageOf(approach, share, refused)));
  return { title: "deployed", together, atOnce: deploymentsAtOnce };
}

function stageOf(
  { name: approach, requires }: Pick<Approach, "name" | "requires">,
  { workload, groups: chosen }: Share,
  refused: string | undefined,
): Stage {
  const title = `${approach} / ${workload}`;
  const privileged = requires.includes("privileged");
  if (privileged && refused !== undefined) return { title, skipped: refused };
  const config = privileged ? { allowPrivileged: "true" } : {};
  const env = toEnvironment({ approach, workload, config, groups: chosen });
  return { title, mocha: ["test/deployed/approaches.test.ts"], env };
}
