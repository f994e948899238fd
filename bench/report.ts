import { armNames, figures, type Arm, type ArmName, type Figure } from "./arm.ts";
import type { HostFacts } from "./host.ts";
import type { MemoryUse } from "./memory.ts";
import type { Profile } from "./profile/take.ts";
import type { Results } from "./rounds.ts";
import { summarize, type Summary } from "./statistics.ts";
import { memoryTargetBytes, targets } from "./targets.ts";

/** Everything that a benchmark found. */
export interface Report {
  readonly schemaVersion: 1;
  readonly startedAt: string;
  readonly rounds: number;
  readonly host: HostFacts;
  /** Load average of the last minute, before and after the rounds. */
  readonly load: { readonly before: number; readonly after: number };
  readonly method: readonly string[];
  readonly rows: readonly Row[];
  readonly memory: MemoryReport;
  /** Missing where it was not asked for. */
  readonly profile?: Profile;
}

/** One figure of one arm, in milliseconds. */
export interface Row {
  readonly figure: Figure;
  readonly arm: ArmName;
  readonly title: string;
  readonly summary: Summary;
  readonly samples: readonly number[];
  /** Ratios of the medians. */
  readonly toCompose: number;
  readonly toFloor: number;
  readonly verdict?: Verdict;
}

/** Whether a target is met; stated, and never a failure. */
export interface Verdict {
  readonly target: number;
  readonly met: boolean;
}

/** Memory, with its target. */
export interface MemoryReport extends MemoryUse {
  readonly targetBytes: number;
  readonly met: boolean;
}

/** Figures with their ratios, figure by figure. */
export function rowsOf(results: Results, arms: readonly Pick<Arm, "name" | "title">[]): readonly Row[] {
  return figures.flatMap((figure) => {
    const samplesOf = (arm: ArmName) => results[arm].map((cycle) => cycle[figure]);
    const compose = summarize(samplesOf("compose")).median;
    const floor = summarize(samplesOf("floor")).median;
    return armNames.flatMap((arm): Row[] => {
      const title = arms.find(({ name }) => name === arm)?.title;
      if (title === undefined) return [];
      const samples = samplesOf(arm);
      const summary = summarize(samples);
      const toCompose = summary.median / compose;
      const target = arm === "pulumi" ? targets[figure] : undefined;
      const verdict = target === undefined ? {} : { verdict: { target, met: toCompose <= target } };
      return [{ figure, arm, title, summary, samples, toCompose, toFloor: summary.median / floor, ...verdict }];
    });
  });
}

/** The service's own memory counts; where it cannot be seen, its container's. */
export function memoryReport(use: MemoryUse): MemoryReport {
  const judged = use.process ?? use.cgroup;
  return { ...use, targetBytes: memoryTargetBytes, met: judged.median <= memoryTargetBytes };
}
