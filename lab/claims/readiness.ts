import type { Analysis } from "../analysis/contract.ts";
import type { Judgement, Statement } from "./contract.ts";
import { isSo, numberIs, type Bound } from "./deciding.ts";
import { unknown } from "./finding.ts";

/** A check that a deployment must pass to count as ready for production, with the figures behind it. */
export interface ReadinessCheck {
  readonly title: string;
  readonly figures: readonly string[];
  readonly passes: (analysis: Analysis, subject: string) => Statement;
}

/** Least share of hardening checks that must pass, in percent. */
const enoughHardening = 90;
/** Most requests that may fail while another service misbehaves, in percent. */
const fewFailures = 1;

const fact = (title: string, figure: string, expected: boolean): ReadinessCheck => ({
  title,
  figures: [figure],
  passes: (analysis, subject) => isSo(analysis, figure, subject, expected),
});

const limit = (title: string, figure: string, bound: Bound): ReadinessCheck => ({
  title,
  figures: [figure],
  passes: (analysis, subject) => numberIs(analysis, figure, subject, bound),
});

const isContained = (fault: string, figure: string): ReadinessCheck =>
  limit(`a ${fault} in another service costs at most ${fewFailures} % of the entry's requests`, figure, {
    atMost: fewFailures,
  });

/**
 * The checklist: posture, stop, recovery, logs, limits. It leaves out the memory leak: whether a leak also kills the entry is
 * chance, and chance must not decide a check. `blast/memory.limited.died` counts it.
 */
export const readinessChecks: readonly ReadinessCheck[] = [
  fact("runs without a privileged container", "posture/privileged", false),
  limit(`passes ${enoughHardening} % of the hardening checks`, "posture/score", { atLeast: enoughHardening }),
  fact("the entry gets its stop signal", "shutdown/stop.told.entry", true),
  fact("the peer gets its stop signal", "shutdown/stop.told.peer", true),
  fact("the entry comes back after a kill", "recovery/entry.back", true),
  fact("the peer comes back after a kill", "recovery/peer.back", true),
  fact("each log line can be attributed to its service", "logs/attributable", true),
  isContained("fork bomb", "blast/forks.limited.failed"),
  isContained("full disk", "blast/disk.limited.failed"),
  isContained("busy loop", "blast/cpu.limited.failed"),
];

/** A statement about how many checks a subject fails. */
export function readinessOf(
  analysis: Analysis,
  subject: string,
  title: string,
  holds: (failed: number) => boolean,
): Statement {
  return { title, comparisons: [], judge: (level) => judgedBy(analysis, subject, holds, level) };
}

/** A subject fails more checks than another one. */
export function worse(analysis: Analysis, subject: string, other: string): Statement {
  const judge = (level: number): Judgement => {
    const reference = failedOf(analysis, other, level);
    if (reference === undefined) return unknown(`the number of checks that ${other} fails`);
    return judgedBy(analysis, subject, (failed) => failed > reference, level);
  };
  return { title: `${subject} fails more checks than ${other}`, comparisons: [], judge };
}

function judgedBy(analysis: Analysis, subject: string, holds: (failed: number) => boolean, level: number): Judgement {
  const results = resultsOf(analysis, subject, level);
  const missing = results.filter(({ judgement }) => judgement.outcome === "unknown");
  if (missing.length > 0) return unknown(missing.map(({ judgement }) => judgement.says).join("; "));
  const failing = results.filter(({ judgement }) => judgement.outcome !== "holds");
  const reasons = failing.map(({ check, judgement }) => `${check.title}: ${judgement.evidence[0]?.shown ?? "no"}`);
  return {
    outcome: holds(failing.length) ? "holds" : "fails",
    says: `passes ${results.length - failing.length} of ${results.length} checks${failing.length === 0 ? "" : ` and fails "${reasons.join('", "')}"`}`,
    evidence: results.flatMap(({ judgement }) => judgement.evidence),
  };
}

/** Undefined if a check cannot be made. */
function failedOf(analysis: Analysis, subject: string, level: number): number | undefined {
  const outcomes = resultsOf(analysis, subject, level).map(({ judgement }) => judgement.outcome);
  return outcomes.includes("unknown") ? undefined : outcomes.filter((outcome) => outcome !== "holds").length;
}

function resultsOf(analysis: Analysis, subject: string, level: number) {
  return readinessChecks.map((check) => ({ check, judgement: check.passes(analysis, subject).judge(level) }));
}
