import type { Analysis } from "../analysis/contract.ts";
import { isSo, numberIs } from "./deciding.ts";
import { cannotTell, type Finding } from "./finding.ts";

/** A check that a deployment must pass to count as ready for production, with the figures behind it. */
export interface ReadinessCheck {
  readonly title: string;
  readonly figures: readonly string[];
  readonly passes: (analysis: Analysis, subject: string) => Finding;
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

const limit = (title: string, figure: string, satisfies: (median: number) => boolean): ReadinessCheck => ({
  title,
  figures: [figure],
  passes: (analysis, subject) => numberIs(analysis, figure, subject, satisfies),
});

const isContained = (fault: string, figure: string): ReadinessCheck =>
  limit(
    `a ${fault} in another service costs at most ${fewFailures} % of the entry's requests`,
    figure,
    (failed) => failed <= fewFailures,
  );

/**
 * The checklist: posture, stop, recovery, logs, limits. It leaves out the memory leak: whether a leak also kills the entry is
 * chance, and chance must not decide a check. `blast/memory.limited.died` counts it.
 */
export const readinessChecks: readonly ReadinessCheck[] = [
  fact("runs without a privileged container", "posture/privileged", false),
  limit(`passes ${enoughHardening} % of the hardening checks`, "posture/score", (score) => score >= enoughHardening),
  fact("the entry gets its stop signal", "shutdown/stop.told.entry", true),
  fact("the peer gets its stop signal", "shutdown/stop.told.peer", true),
  fact("the entry comes back after a kill", "recovery/entry.back", true),
  fact("the peer comes back after a kill", "recovery/peer.back", true),
  fact("each log line can be attributed to its service", "logs/attributable", true),
  isContained("fork bomb", "blast/forks.limited.failed"),
  isContained("full disk", "blast/disk.limited.failed"),
  isContained("busy loop", "blast/cpu.limited.failed"),
];

/** How a subject does in the checklist; `failed` and `passed` count checks. */
export interface Readiness {
  readonly failed: number;
  readonly passed: number;
  /** The counts, and the titles of the failed checks with their numbers. */
  readonly says: string;
  readonly finding: (holds: boolean) => Finding;
}

/** The checklist for one subject; if a check cannot be made, a finding that says what is missing. */
export function readinessOf(analysis: Analysis, subject: string): Readiness | Finding {
  const results = readinessChecks.map((check) => ({ check, finding: check.passes(analysis, subject) }));
  const unknown = results.filter(({ finding }) => finding.holds === "unknown");
  if (unknown.length > 0) return cannotTell(unknown.map(({ finding }) => finding.says).join("; "));
  const failing = results.filter(({ finding }) => finding.holds !== "yes");
  const passed = results.length - failing.length;
  const reasons = failing.map(({ check, finding }) => `${check.title}: ${finding.evidence[0]?.shown ?? "no"}`);
  const says = `${subject} passes ${passed} of ${results.length} checks${failing.length === 0 ? "" : ` and fails "${reasons.join('", "')}"`}`;
  const evidence = results.flatMap(({ finding }) => finding.evidence);
  const finding = (holds: boolean): Finding => ({ holds: holds ? "yes" : "no", says, evidence });
  return { failed: failing.length, passed, says, finding };
}
