import path from "node:path";
import { readBuildPlan, unitsFor } from "../pulumi/build-plan.ts";
import { buildUnit } from "../pulumi/go-build.ts";
import { onlyTurn } from "../pulumi/turns.ts";
import type { Work } from "../work.ts";

/** Builds the runtime wrapper for hosts whose capability bounding set is reduced. @returns its path in the cache */
export async function buildRuntimeWrapper(work: Work): Promise<string> {
  const plan = await readBuildPlan();
  const [unit] = unitsFor(plan, "engine");
  if (unit === undefined) throw new Error("go/build.json does not list the runtime wrapper");
  const { directory, binaries } = await buildUnit(onlyTurn(work), unit, plan.goVersion);
  return path.join(directory, binaries[0]?.name ?? "");
}
