import type { Evidence, Outcome, Verdict } from "./contract.ts";

/** One part of a claim, held against the data. */
export interface Finding {
  /** `partly`: for some of the approaches that it is about; `unknown`: the data does not say. */
  readonly holds: "yes" | "no" | "partly" | "unknown";
  /** With the deciding medians and their units, or what is missing; begins in the middle of a sentence. */
  readonly says: string;
  readonly evidence: readonly Evidence[];
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

const headings = { yes: "True", no: "Not true", partly: "True of some", unknown: "Missing" } as const;

function becauseOf(findings: readonly Finding[], outcome: Outcome): string {
  const kinds: readonly Finding["holds"][] =
    outcome === "undecided" ? ["unknown", "yes"] : ["no", "partly", "yes", "unknown"];
  const sentences = kinds.flatMap((kind) => {
    const said = findings.filter(({ holds }) => holds === kind).map(({ says }) => says);
    return said.length === 0 ? [] : [`${headings[kind]}: ${said.join("; ")}.`];
  });
  return sentences.join(" ");
}

/** A part that no figure of the lab can tell. */
export function cannotTell(missing: string): Finding {
  return { holds: "unknown", says: missing, evidence: [] };
}

/** The same said of several subjects: holds where it does for all that are known. @param unknown what is missing where none is known */
export function overall(says: string, each: readonly Finding[], unknown: string): Finding {
  const known = each.filter(({ holds }) => holds !== "unknown");
  if (known.length === 0) return cannotTell(each.map((finding) => finding.says).join("; ") || unknown);
  const holds = known.every((one) => one.holds === "yes")
    ? "yes"
    : known.every((one) => one.holds === "no")
      ? "no"
      : "partly";
  const list = each.map((finding) => finding.says).join(", ");
  return { holds, says: `${says} (${list})`, evidence: known.flatMap(({ evidence }) => evidence) };
}
