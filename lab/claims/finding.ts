import type { Evidence, Outcome, Verdict } from "./contract.ts";

/** One part of a claim, checked against the data. */
export interface Finding {
  /** `partly`: for some of the approaches that it is about; `unknown`: the data does not tell. */
  readonly holds: "yes" | "no" | "partly" | "unknown";
  /** The deciding medians with their units, or what is missing, as part of a sentence. */
  readonly says: string;
  readonly evidence: readonly Evidence[];
  /** For a list over several subjects: the subject, and its result in short. */
  readonly brief?: Brief;
}

export interface Brief {
  readonly subject: string;
  /** A value, or what is missing. */
  readonly value: string;
}

/**
 * A claim is confirmed if all parts hold, refuted if none does, mixed if some do. Unknown parts leave it undecided if every
 * other part holds; if no other part holds, it is refuted without them.
 */
export function verdictOf(...findings: readonly Finding[]): Verdict {
  const outcome = outcomeOf(findings);
  return { outcome, because: becauseOf(findings, outcome), evidence: findings.flatMap(({ evidence }) => evidence) };
}

function outcomeOf(findings: readonly Finding[]): Outcome {
  const known = findings.filter(({ holds }) => holds !== "unknown");
  if (known.length === 0) return "undecided";
  if (known.every(({ holds }) => holds === "no")) return "refuted";
  if (known.some(({ holds }) => holds !== "yes")) return "mixed";
  return known.length === findings.length ? "confirmed" : "undecided";
}

const headings = { yes: "For it", no: "Against it", partly: "For some only", unknown: "Missing" } as const;

function becauseOf(findings: readonly Finding[], outcome: Outcome): string {
  const kinds: readonly Finding["holds"][] =
    outcome === "undecided" ? ["unknown", "yes"] : ["no", "partly", "yes", "unknown"];
  const sentences = kinds.flatMap((kind) => {
    const said = findings.filter(({ holds }) => holds === kind).map(({ says }) => says);
    return said.length === 0 ? [] : [`${headings[kind]}: ${[...new Set(said)].join("; ")}.`];
  });
  return sentences.join(" ");
}

/** A part that the data cannot decide. */
export function cannotTell(missing: string, brief?: Brief): Finding {
  return { holds: "unknown", says: missing, evidence: [], ...(brief === undefined ? {} : { brief }) };
}

/** A finding in short, for `overall`. @param value @default the first piece of evidence */
export function briefly(subject: string, finding: Finding, value?: string): Finding {
  if (finding.holds === "unknown") return finding;
  return { ...finding, brief: { subject, value: value ?? finding.evidence[0]?.shown ?? finding.says } };
}

/**
 * One statement about several subjects: holds if it does for all that are known.
 * @param unknown what is missing if there are no subjects
 */
export function overall(says: string, each: readonly Finding[], unknown: string): Finding {
  const known = each.filter(({ holds }) => holds !== "unknown");
  if (known.length === 0) return cannotTell(each.length === 0 ? unknown : listed(each));
  const every = (holds: Finding["holds"]) => known.every((one) => one.holds === holds);
  const holds = every("yes") ? "yes" : every("no") ? "no" : "partly";
  return { holds, says: `${says}: ${listed(each)}`, evidence: known.flatMap(({ evidence }) => evidence) };
}

/** Groups subjects with the same value. */
function listed(findings: readonly Finding[]): string {
  const groups = new Map<string, string[]>();
  for (const { says, brief } of findings) {
    const value = brief?.value ?? says;
    groups.set(value, [...(groups.get(value) ?? []), ...(brief === undefined ? [] : [brief.subject])]);
  }
  return [...groups]
    .map(([value, subjects]) => (subjects.length === 0 ? value : `${value} (${subjects.join(", ")})`))
    .join(", ");
}
