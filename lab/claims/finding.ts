import type { Analysis } from "../analysis/contract.ts";
import { rules } from "../rules/rules.ts";
import type { Claim, Judgement, Outcome, Part, PartOutcome, Statement, Verdict } from "./contract.ts";
import { onDocker } from "./on-docker.ts";

const decided = new WeakMap<Analysis, Map<Claim, Verdict>>();

/** Decides a claim. An analysis does not change, so that each claim is decided once: for the claims, the matrix and what is kept. */
export function decide(claim: Claim, analysis: Analysis): Verdict {
  const verdicts = decided.get(analysis) ?? new Map<Claim, Verdict>();
  decided.set(analysis, verdicts);
  const verdict =
    verdicts.get(claim) ?? verdictOf(claim.statements(claim.ofSystems === true ? analysis : onDocker(analysis)));
  verdicts.set(claim, verdict);
  return verdict;
}

/** Judges statements together: each comparison gets an equal share of the chance of error (Bonferroni). */
export function verdictOf(statements: readonly Statement[]): Verdict {
  const level = levelOf(statements);
  const parts = statements.map(({ title, subject, comparisons, judge }): Part => {
    const about = subject === undefined ? {} : { subject };
    return { title, ...about, comparative: comparisons.length > 0, ...judge(level) };
  });
  return conclude(parts);
}

/** What parts say together. */
export function conclude(parts: readonly Part[]): Verdict {
  const outcome = outcomeOf(parts.map((part) => part.outcome));
  return { outcome, parts, because: becauseOf(parts), evidence: parts.flatMap(({ evidence }) => evidence) };
}

/** Coverage that the interval of each comparison must have: 1 - alpha / number of comparisons. */
export function levelOf(statements: readonly Statement[]): number {
  const count = statements.reduce((sum, { comparisons }) => sum + comparisons.length, 0);
  return 1 - rules.statistics.alpha.value / Math.max(1, count);
}

/** The rule by which parts make a verdict; see `Outcome`. A part that is equivalent counts against a claim that says "more" or "less". */
export function outcomeOf(parts: readonly PartOutcome[]): Outcome {
  const count = (...outcomes: readonly PartOutcome[]) => parts.filter((part) => outcomes.includes(part)).length;
  const [holding, against, unknown] = [count("holds"), count("fails", "equivalent"), count("unknown")];
  if (holding > 0 && against > 0) return "mixed";
  if (unknown > 0 || parts.length === 0) return "unknown";
  return holding > 0 ? "holds" : "fails";
}

const headings: Readonly<Record<PartOutcome, string>> = {
  fails: "Does not hold",
  equivalent: "No difference that matters",
  holds: "Holds",
  unknown: "Not known",
};

/** A sentence for each outcome; parts with the same title stand together. */
function becauseOf(parts: readonly Part[]): string {
  const sentences = (["fails", "equivalent", "holds", "unknown"] as const).flatMap((outcome) => {
    const its = parts.filter((part) => part.outcome === outcome);
    const titles = [...new Set(its.map(({ title }) => title))];
    const told = titles.map((title) => toldTogether(its.filter((part) => part.title === title)));
    return told.length === 0 ? [] : [`${headings[outcome]}: ${told.join("; ")}.`];
  });
  return sentences.join(" ");
}

/** Such as `ports that answer: 1 (a, b), 2 (c)`. */
function toldTogether(parts: readonly Part[]): string {
  const says = [...new Set(parts.map((part) => part.says))];
  const values = says.map((value) => {
    const subjects = parts.filter((part) => part.says === value).flatMap(({ subject }) => subject ?? []);
    return subjects.length === 0 ? value : `${value} (${subjects.join(", ")})`;
  });
  const [title = ""] = parts.map((part) => part.title);
  return title === values.join() ? title : `${title}: ${values.join(", ")}`;
}

/** A statement that the data cannot decide. @param title @default what is missing */
export function cannotTell(missing: string, title = missing): Statement {
  return { title, comparisons: [], judge: () => unknown(missing) };
}

/** @param missing what is missing, or why the data does not tell */
export function unknown(missing: string): Judgement {
  return { outcome: "unknown", says: missing, evidence: [] };
}

/** A statement that is already judged, from facts. */
export function judged(title: string, judgement: Judgement): Statement {
  return { title, comparisons: [], judge: () => judgement };
}

/**
 * The same statement about each of several subjects.
 * @param none what is missing if there are no subjects
 * @param title shared by all, so that the report shows them together
 */
export function each(
  subjects: readonly string[],
  none: string,
  title: string,
  statement: (subject: string) => Statement,
): Statement[] {
  if (subjects.length === 0) return [cannotTell(none, title)];
  return subjects.map((subject) => ({ ...statement(subject), title, subject }));
}

/** One statement: all of these hold. One that fails is enough against it. */
export function everyOne(title: string, statements: readonly Statement[]): Statement {
  return combined(title, statements, (outcomes) => {
    const against = outcomes.find((outcome) => outcome === "fails" || outcome === "equivalent");
    return against ?? (outcomes.includes("unknown") || outcomes.length === 0 ? "unknown" : "holds");
  });
}

/** One statement: at least one of these holds. */
export function someOne(title: string, statements: readonly Statement[]): Statement {
  return combined(title, statements, (outcomes) => {
    if (outcomes.includes("holds")) return "holds";
    if (outcomes.includes("unknown") || outcomes.length === 0) return "unknown";
    return outcomes.every((outcome) => outcome === "equivalent") ? "equivalent" : "fails";
  });
}

/** The opposite of a statement; one that is equivalent or unknown stays so. */
export function not(statement: Statement, title: string): Statement {
  const judge = (level: number): Judgement => {
    const { outcome, ...rest } = statement.judge(level);
    return { outcome: outcome === "holds" ? "fails" : outcome === "fails" ? "holds" : outcome, ...rest };
  };
  return { ...statement, title, judge };
}

function combined(
  title: string,
  statements: readonly Statement[],
  outcomeFor: (outcomes: readonly PartOutcome[]) => PartOutcome,
): Statement {
  const judge = (level: number): Judgement => {
    const all = statements.map((statement) => ({ statement, judgement: statement.judge(level) }));
    const outcome = outcomeFor(all.map(({ judgement }) => judgement.outcome));
    // Those that decide it: the ones with the same outcome; all of them if there are none.
    const deciding = all.filter(({ judgement }) => judgement.outcome === outcome);
    const told = deciding.length > 0 ? deciding : all;
    return {
      outcome,
      says: told.map(({ statement, judgement }) => `${statement.title}: ${judgement.says}`).join("; "),
      evidence: all.flatMap(({ judgement }) => judgement.evidence),
    };
  };
  return { title, comparisons: statements.flatMap(({ comparisons }) => comparisons), judge };
}
