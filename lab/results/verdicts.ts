import { link, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Every claim's outcome for a run, as one set of rules judged it. */
export interface RunJudgement {
  /** SHA-256 of rules.yaml, or `in code at COMMIT` from before there was that file. */
  readonly rules: string;
  /** Commit of the code that judged, with `+` if files were changed. */
  readonly commit: string;
  /** ISO time. */
  readonly judgedAt: string;
  /** Where it was taken from, for judgements from before there was this file. */
  readonly from?: string;
  /** By the claim's id. */
  readonly verdicts: Readonly<Record<string, JudgedThen>>;
}

/** In the words of that time, which later versions may not use any more. */
export interface JudgedThen {
  readonly outcome: string;
  /** Its parts, in order; early judgements have none. */
  readonly parts?: readonly PartThen[];
}

export interface PartThen {
  readonly title: string;
  readonly subject?: string;
  readonly outcome: string;
}

/** Content of verdicts.json beside a run's results: what was judged, in order. The first judgement is the one that belongs to the run. */
export interface KeptVerdicts {
  readonly judgements: readonly RunJudgement[];
}

/** @param folder of the run */
export function verdictsFile(folder: string): string {
  return join(folder, "verdicts.json");
}

/** Judgements of a run that were kept; none if there are none. @param folder of the run */
export async function readJudgements(folder: string): Promise<readonly RunJudgement[]> {
  const text = await readFile(verdictsFile(folder), "utf8").catch(() => undefined);
  return text === undefined ? [] : (JSON.parse(text) as KeptVerdicts).judgements;
}

/** Writes down how a run was judged at its end. It is written once: what is there stays. @param folder of the run */
export async function keepJudgement(folder: string, judgement: RunJudgement): Promise<void> {
  const content: KeptVerdicts = { judgements: [judgement] };
  const draft = `${verdictsFile(folder)}.part`;
  await writeFile(draft, `${JSON.stringify(content, undefined, 2)}\n`);
  try {
    // A link appears with its whole content, or fails if there is a file.
    await link(draft, verdictsFile(folder));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
