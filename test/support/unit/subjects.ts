import { resolve } from "node:path";
import type { Workload } from "../../../services/contract.ts";
import { loadWorkload, workloadNames } from "../../../services/load.ts";
import { ownWorkloads } from "../../../services/own-workloads.ts";
import { approaches } from "../../../stacks/approaches.ts";
import type { Approach, Settings } from "../../../stacks/contract.ts";
import { sampleScope, sampleSettings } from "./samples.ts";

const own = ownWorkloads(resolve(import.meta.dirname, "../../.."));

/** Every approach of the registry. */
export const registered: readonly Approach[] = Object.values(approaches);

/** Those that run every workload: no plain forms, which refuse what only additions of this project can do. */
export const full: readonly Approach[] = registered.filter(({ plainOf }) => plainOf === undefined);

/** Those on other systems than the first, which render what approaches of the first do. */
export const elsewhere: readonly Approach[] = registered.filter(({ system }) => system !== undefined);

/** Names of the project's workloads. */
export const ownWorkloadNames: readonly string[] = workloadNames(own);

/** One of the project's workloads, with its files. */
export function ownWorkload(name: string): Promise<Workload> {
  return loadWorkload(name, own);
}

/** Settings for a stack of one approach, named after it. */
export function settingsFor(approach: Approach, workload: Workload): Settings {
  return sampleSettings({
    scope: sampleScope({ stack: approach.name, approach: approach.name, workload: workload.name }),
  });
}
