import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../../errors/user-error.ts";
import type { Workload } from "../../services/contract.ts";
import { loadWorkload } from "../../services/load.ts";
import { ownWorkloads } from "../../services/own-workloads.ts";
import { approachesNamed, approachNames } from "../../stacks/approaches.ts";
import { preferredBaseImages } from "../../stacks/base-images.ts";
import { ejectable, type Ejectable } from "../../stacks/eject/ejectable.ts";
import { assumedHost, contextFiles, targets, type TargetName, type Written } from "../../stacks/eject/targets.ts";
import { projectRoot } from "../../toolchain/environment.ts";

/** Stands where other deployments have the hash of their state: by it, these tests find what is theirs. */
export const ejectInstance = "eject0";

interface Given {
  readonly baseImage?: string;
  readonly port?: number;
}

/** A workload under an approach, as `npm run render` plans it. @param workload or the name of one of services/ */
export async function plannedFor(workload: Workload | string, name: string, given: Given = {}): Promise<Ejectable> {
  const { baseImage = preferredBaseImages[0], port = 8080 } = given;
  const [approach] = approachesNamed([name], "the test");
  if (approach === undefined) throw new Error(`there is no approach ${name}`);
  const loaded = typeof workload === "string" ? await loadWorkload(workload, ownWorkloads(projectRoot)) : workload;
  const scope = { instance: ejectInstance, stack: "rendered", approach: name, workload: loaded.name };
  const host = approach.readsHost === true ? { host: assumedHost(2) } : {};
  const rendering = approach.render(loaded, { scope, baseImage, ...host });
  return ejectable(rendering, scope, { address: "127.0.0.1", external: port }, baseImage);
}

/** The same for every approach; but plain forms have users who write no more than these refuse. */
export async function plansOf(workload: string): Promise<readonly (readonly [approach: string, plan: Ejectable])[]> {
  const approaches = approachesNamed(approachNames, "the test");
  const plans = await Promise.all(
    approaches.map(async ({ name, plainOf }) => {
      try {
        return [[name, await plannedFor(workload, name)] as const];
      } catch (error) {
        if (plainOf !== undefined && error instanceof UserError) return [];
        throw error;
      }
    }),
  );
  return plans.flat();
}

/** Writes all files of a target, with build contexts. */
export async function writeFor(plan: Ejectable, target: TargetName, folder: string): Promise<Written> {
  const written: Written = targets[target](plan);
  for (const { path, content, mode } of [...contextFiles(plan), ...written.files]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content, { mode });
  }
  return written;
}
