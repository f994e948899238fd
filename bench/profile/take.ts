import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Work } from "../../toolchain/work.ts";
import { pulumi, type PulumiStack } from "../pulumi-arm.ts";
import type { Step } from "./step.ts";
import { stepsOf } from "./steps.ts";
import { parseTrace } from "./trace.ts";

/** Steps of each command. */
export interface Profile {
  readonly up: readonly Step[];
  readonly noop: readonly Step[];
  readonly destroy: readonly Step[];
}

/**
 * Runs one more cycle with tracing on. Tracing costs time of its own, so that these figures are for proportions.
 * @param folder where the traces are written
 */
export async function takeProfile(stack: PulumiStack, folder: string, work: Work): Promise<Profile> {
  const traced = async (name: string, ...args: readonly string[]) => {
    work.update(`profile: ${name}`);
    const file = path.join(folder, `${name}.trace.json`);
    const start = Date.now();
    await pulumi(stack, work, ...args, "--skip-preview", "--otel-traces", `file://${file}`);
    const end = Date.now();
    return stepsOf(parseTrace(await readFile(file, "utf8")), { start, end });
  };
  return {
    up: await traced("up", "up", "--suppress-outputs"),
    noop: await traced("no-op", "up", "--suppress-outputs"),
    destroy: await traced("destroy", "destroy"),
  };
}
