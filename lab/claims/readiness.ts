import type { Analysis } from "../analysis/contract.ts";
import { isSo, numberIs } from "./deciding.ts";
import { cannotTell, type Finding } from "./finding.ts";

/** What a deployment must pass to be called ready for production, with the figures behind it. */
export interface ReadinessCheck {
  readonly title: string;
  readonly figures: readonly string[];
  readonly passes: (analysis: Analysis, subject: string) => Finding;
}

/** Least share of hardening checks, in percent. */
const enoughHardening = 90;
/** Most requests that may fail while the other service goes wild, in percent. */
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

const staysInside = (hog: string, figure: string): ReadinessCheck =>
  limit(`a ${hog} stays where it is`, figure, (failed) => failed <= fewFailures);

/**
 * The computed checklist: posture, stop, recovery, logs, limits. Of what may go wrong within limits, a memory leak is no part: how often
 * it takes the entry with it is chance, and a check that chance decides would be none; `blast/memory.limited.died` tells.
 */
export const readinessChecks: readonly ReadinessCheck[] = [
  fact("runs without a privileged container", "posture/privileged", false),
  limit(`passes ${enoughHardening} % of the hardening checks`, "posture/score", (score) => score >= enoughHardening),
  fact("tells the entry to stop", "shutdown/stop.told.entry", true),
  fact("tells the peer to stop", "shutdown/stop.told.peer", true),
  fact("the entry comes back when killed", "recovery/entry.back", true),
  fact("the peer comes back when killed", "recovery/peer.back", true),
  fact("log lines can be attributed", "logs/attributable", true),
  staysInside("fork bomb", "blast/forks.limited.failed"),
  staysInside("full disk", "blast/disk.limited.failed"),
  staysInside("busy loop", "blast/cpu.limited.failed"),
];

/** How many checks a subject fails. */
export interface Readiness {
  readonly failed: number;
  readonly passed: number;
  /** Titles of what it fails, with the number. */
  readonly says: string;
  readonly finding: (holds: boolean) => Finding;
}

/** The checklist for one subject; a finding that says what is missing where a check cannot be made. */
export function readinessOf(analysis: Analysis, subject: string): Readiness | Finding {
  const results = readinessChecks.map((check) => ({ check, finding: check.passes(analysis, subject) }));
  const unknown = results.filter(({ finding }) => finding.holds === "unknown");
  if (unknown.length > 0) return cannotTell(unknown.map(({ finding }) => finding.says).join("; "));
  const failing = results.filter(({ finding }) => finding.holds !== "yes");
  const passed = results.length - failing.length;
  const reasons = failing.map(({ check, finding }) => `${check.title}: ${finding.evidence[0]?.shown ?? "no"}`);
  const says = `${subject} passes ${passed} of ${results.length} checks${failing.length === 0 ? "" : `, not "${reasons.join('", "')}"`}`;
  const evidence = results.flatMap(({ finding }) => finding.evidence);
  const finding = (holds: boolean): Finding => ({ holds: holds ? "yes" : "no", says, evidence });
  return { failed: failing.length, passed, says, finding };
}
