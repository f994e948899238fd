import type { Outcome } from "../claims/contract.ts";
import type { JudgedThen, RunJudgement } from "../results/verdicts.ts";
import type { JudgedClaim, ReportModel } from "./model.ts";
import { outcomes, outcomeWords } from "./outcomes.ts";

/** Which code and which rules measured a run, which judge it in this report, and where its data is. */
export interface Provenance {
  /** Commit of the code that judges now, with `+` if files were changed. */
  readonly commit: string;
  /** SHA-256 of the rules that judge now. */
  readonly rules: string;
  /** Earlier judgements of the run; the first is the one that belongs to it. */
  readonly judgements: readonly RunJudgement[];
  readonly links: RunLinks;
}

/** Relative to the report. */
export interface RunLinks {
  readonly results: string;
  /** Undefined if there is no register beside the run. */
  readonly register?: string;
}

const shortHash = 12;

/** The rules in short: the beginning of the hash, or where they were. */
export function shortRules(rules: string): string {
  return /^[0-9a-f]{64}$/.test(rules) ? rules.slice(0, shortHash) : rules;
}

/** The rules that the run was measured under. Early runs do not record them: they were in the code that measured. */
export function rulesMeasured({ analysis: { run } }: ReportModel): string {
  return run.rules ?? `in code at ${run.project}`;
}

/** Who measured and who judges, as rows. */
export function provenanceRows(model: ReportModel): readonly (readonly [name: string, value: string])[] {
  const { analysis, provenance } = model;
  return [
    ["Measured by the code of", analysis.run.project],
    ["Measured under the rules", shortRules(rulesMeasured(model))],
    ["Judged here by the code of", provenance.commit],
    ["Judged here by the rules", shortRules(provenance.rules)],
  ];
}

/** A sentence if this report judges by other rules than the run was measured under. */
export function otherRules(model: ReportModel): string | undefined {
  const { rules, judgements } = model.provenance;
  if (rulesMeasured(model) === rules) return undefined;
  const both =
    judgements.length === 0 ? " How it was judged then is not kept." : " Both verdicts of each claim are below.";
  return `This run was measured under other rules than those that judge it here.${both}`;
}

/** A claim as it was judged earlier, and as it is judged now. */
export interface VerdictsOverTime {
  readonly id: string;
  readonly claim: string;
  /** One per judgement, in today's words. */
  readonly then: readonly string[];
  readonly now: string;
  /** Whether a judgement, or the one of now, differs from another. */
  readonly differs: boolean;
}

/** Every claim of then and of now; none if the run was judged once only, by the same rules and with the same outcomes. */
export function verdictsOverTime(model: ReportModel): VerdictsOverTime[] {
  const { claims, provenance } = model;
  const { judgements } = provenance;
  if (judgements.length === 0) return [];
  const byId = new Map(claims.map((judged) => [judged.claim.id, judged]));
  const ids = [...byId.keys(), ...judgements.flatMap(({ verdicts }) => Object.keys(verdicts))];
  const rows = [...new Set(ids)].sort(byNumber).map((id) => rowOf(id, byId.get(id), judgements));
  return otherRules(model) !== undefined || rows.some(({ differs }) => differs) ? rows : [];
}

/** A title for each judgement, in their order. */
export function judgementTitles({ judgements }: Provenance): string[] {
  return judgements.map(
    ({ rules, judgedAt }) => `${judgedAt.slice(0, 16).replace("T", " ")}, rules ${shortRules(rules)}`,
  );
}

/** Words of earlier versions, as today's outcomes. */
const earlierWords: Readonly<Record<string, Outcome>> = {
  confirmed: "holds",
  refuted: "fails",
  undecided: "unknown",
};

function rowOf(id: string, judged: JudgedClaim | undefined, judgements: readonly RunJudgement[]): VerdictsOverTime {
  const then = judgements.map(({ verdicts }) => shownVerdict(verdicts[id]));
  const now = judged === undefined ? "no claim any more" : shownVerdict(judged.verdict);
  const all = new Set([...then, now]);
  return { id, claim: judged?.claim.claim ?? "", then, now, differs: all.size > 1 };
}

/** An outcome in today's words, whatever the words of its time were. */
function shownVerdict(verdict: JudgedThen | undefined): string {
  if (verdict === undefined) return "no claim then";
  const { outcome } = verdict;
  const known = earlierWords[outcome] ?? outcomes.find((one) => one === outcome);
  return known === undefined ? outcome : outcomeWords[known].words;
}

function byNumber(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}
