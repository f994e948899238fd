import { join } from "node:path";
import { readBuildPlan, unitsFor, type Purpose } from "../../toolchain/pulumi/build-plan.ts";
import { buildUnit } from "../../toolchain/pulumi/go-build.ts";
import { findGo } from "../../toolchain/pulumi/go.ts";
import { onlyTurn } from "../../toolchain/pulumi/turns.ts";
import { skip } from "./skip.ts";

/** Path of a program of build.json, built unless the cache has it; skips the tests where there is no Go to build it. */
export async function goProgram(context: Mocha.Context, purpose: Purpose, name: string): Promise<string> {
  if ((await findGo()) === undefined) skip(context, `${name} is built from Go modules, and there is no Go`);
  const plan = await readBuildPlan();
  const unit = unitsFor(plan, purpose).find(({ binaries }) => binaries.some((binary) => binary.name === name));
  if (unit === undefined) throw new Error(`go/build.json has no ${name} for ${purpose}`);
  const silent = { update: () => undefined, detail: () => undefined, note: () => undefined };
  const work = { ...silent, signal: new AbortController().signal };
  const { directory } = await buildUnit(onlyTurn(work), unit, plan.goVersion);
  return join(directory, name);
}
