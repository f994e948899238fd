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
}

/** What shows that the plain form of an approach works, and what its traits are. The other groups are about what this project adds. */
export const plainGroups: readonly Group[] = ["outputs", "own", "hardening", "isolation", "supervision", "stopping"];

/**
 * What runs under every approach without `--workload`. `everything` asks the most of an approach: all groups run for it. With `hello`, only
 * those run that show that another workload is deployed, supervised and stopped, and its own tests; the slow groups, which build images
 * again or deploy several times, would find the same. The slow workload comes first, so that it starts early.
 */
export const shares: readonly Share[] = [
  { workload: "everything", groups },
  { workload: "hello", groups: ["outputs", "own", "isolation", "supervision", "stopping"], plainGroups },
];

/** Deployments mostly wait for answers, grace periods and health checks: three keep two processors busy. */
const deploymentsAtOnce = 3;

/**
 * A stage for each workload under each approach, each with its own copy of the project and its own state.
 * @param unmet approaches that cannot be deployed here, with the reason
 */
export function deployedStages(
  approaches: readonly Deployable[],
  chosen: readonly Share[],
  unmet: ReadonlyMap<string, string>,
): Together {
  const together = chosen.flatMap(({ workload, groups: full, plainGroups: plain = [] }) =>
    approaches
      .map((approach) => ({ approach, workload, groups: approach.plainOf === undefined ? full : plain }))
      .filter((stage) => stage.groups.length > 0)
      .map((stage) => stageOf(stage, unmet.get(stage.approach.name))),
  );
  return { title: "deployed", together, atOnce: deploymentsAtOnce };
}

type Deployable = Pick<Approach, "name" | "requires" | "plainOf">;

function stageOf(
  { approach, workload, groups: chosen }: Omit<Share, "plainGroups"> & { readonly approach: Deployable },
  refused: string | undefined,
): Stage {
  const title = `${approach.name} / ${workload}`;
  if (refused !== undefined) return { title, skipped: refused };
  const env = toEnvironment({ approach: approach.name, workload, config: grantingConfig(approach), groups: chosen });
  return { title, mocha: ["test/deployed/approaches.test.ts"], env };
}
