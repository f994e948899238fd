import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../../toolchain/environment.ts";
import type { Stage } from "./stage.ts";

/** A stage for each test file of a folder, so that they can run at the same time. @param folder relative to the project */
export async function stagesIn(folder: string): Promise<Stage[]> {
  const names = (await readdir(join(projectRoot, folder))).filter((name) => name.endsWith(".test.ts")).sort();
  const title = folder.split("/").at(-1) ?? folder;
  return names.map((name) => ({
    title: `${title} / ${name.replace(/\.test\.ts$/, "")}`,
    mocha: [`${folder}/${name}`],
  }));
}

/**
 * Puts short stages between long ones. Long ones deploy, and then mostly wait for health checks and grace periods; short ones compute. Mixed,
 * they keep the processors busy all the time. Short ones that are left over come last, so that all ends at about the same time.
 */
export function mixed(long: readonly Stage[], short: readonly Stage[]): Stage[] {
  const after = Math.floor(short.length / Math.max(1, long.length));
  const turns = long.flatMap((stage, index) => [stage, ...short.slice(index * after, (index + 1) * after)]);
  return [...turns, ...short.slice(long.length * after)];
}
