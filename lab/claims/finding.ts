import type { Evidence, Outcome, Verdict } from "./contract.ts";

/** One part of a claim, held against the data. */
export interface Finding {
  /** `partly`: for some of the approaches that it is about; `unknown`: the data does not say. */
  readonly holds: "yes" | "no" | "partly" | "unknown";
  /** With the deciding medians and their units, or what is missing; begins in the middle of a sentence. */
  readonly says: string;
  readonly evidence: readonly Evidence[];
  /** For lists of several subjects: which one it is, and what `says` amounts to for it. */
  readonly brief?: Brief;
}

export interface Brief {
  readonly subject: string;
  /** A value, or what is missing. */
  readonly value: string;
}

/**
 * A claim is what its parts are: confirmed where all hold, refuted where none does, mixed where some do. Parts that are not known
 * leave it undecided while every other part holds; where no other part holds it is refuted without them.
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

/** A part that no figure of the lab can tell. */
export function cannotTell(missing: string, brief?: Brief): Finding {
  return { holds: "unknown", says: missing, evidence: [], ...(brief === undefined ? {} : { brief }) };
}

/** For `overall`: only the subject and its value. @param value the first piece of evidence where left out */
export function briefly(subject: string, finding: Finding, value?: string): Finding {
  if (finding.holds === "unknown") return finding;
  return { ...finding, brief: { subject, value: value ?? finding.evidence[0]?.shown ?? finding.says } };
}

/**
 * The same said of several subjects: holds where it does for all that are known.
 * @param unknown what is missing where there are no subjects
 */
export function overall(says: string, each: readonly Finding[], unknown: string): Finding {
  const known = each.filter(({ holds }) => holds !== "unknown");
  if (known.length === 0) return cannotTell(each.length === 0 ? unknown : listed(each));
  const every = (holds: Finding["holds"]) => known.every((one) => one.holds === holds);
  const holds = every("yes") ? "yes" : every("no") ? "no" : "partly";
  return { holds, says: `${says}: ${listed(each)}`, evidence: known.flatMap(({ evidence }) => evidence) };
}

/** Subjects with the same value stand together. */
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
