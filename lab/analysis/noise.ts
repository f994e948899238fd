import type { RunRecord } from "../results/record.ts";
import type { Noise, Summary } from "./contract.ts";
import { shiftBetween } from "./rank-sum.ts";

/** An approach and its twin in one figure of one run. */
export interface Twins {
  /** Id of the run. */
  readonly run: string;
  readonly subject: string;
  readonly twin: string;
  readonly summaries: readonly [subject: Summary, twin: Summary];
}

/** The approach of a run that was deployed twice. */
export function twinsOf(run: RunRecord): { readonly subject: string; readonly twin: string } | undefined {
  const record = run.subjects.find(({ twinOf }) => twinOf !== undefined);
  return record?.twinOf === undefined ? undefined : { subject: record.twinOf, twin: record.name };
}

/** What equal deployments differ by; see `Noise`. @param all twins of one figure, one of each run */
export function pooled(all: readonly Twins[]): Noise | undefined {
  const differences = all.flatMap((twins) => {
    const difference = differenceOf(twins);
    return difference === undefined ? [] : [{ run: twins.run, ...difference }];
  });
  const [first] = all;
  if (first === undefined || differences.length === 0) return undefined;
  const logs = differences.map(({ log }) => log).filter((log) => log !== undefined);
  return {
    subject: first.subject,
    twin: first.twin,
    relative: logs.length === differences.length ? Math.exp(rootMeanSquare(logs)) - 1 : undefined,
    absolute: rootMeanSquare(differences.map(({ absolute }) => absolute)),
    runs: differences.map(({ run }) => run),
  };
}

interface Difference {
  /** Natural logarithm of the ratio; undefined if there is none. */
  readonly log: number | undefined;
  readonly absolute: number;
}

function differenceOf({ summaries: [a, b] }: Twins): Difference | undefined {
  if (a.kind === "rate" && b.kind === "rate") return { log: undefined, absolute: a.rate - b.rate };
  if (a.kind === "fact" && b.kind === "fact")
    return a.agree && b.agree ? { log: undefined, absolute: a.value === b.value ? 0 : 1 } : undefined;
  if (a.kind !== "number" || b.kind !== "number") return undefined;
  const shift = (of: (value: number) => number) => shiftBetween(a.values.map(of), b.values.map(of), 0).estimate;
  return { log: a.min > 0 && b.min > 0 ? shift(Math.log) : undefined, absolute: shift((value) => value) };
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
