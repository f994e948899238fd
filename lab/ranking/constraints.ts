import { UserError } from "../../errors/user-error.ts";
import type { Analysis } from "../analysis/contract.ts";

/** Something that an approach must satisfy, however good it is otherwise. */
export interface Constraint {
  readonly name: string;
  readonly title: string;
  /** @returns why the subject is excluded; undefined where it is not */
  excludes(analysis: Analysis, subject: string): string | undefined;
}

/** All constraints that can be asked for. What is not known does not satisfy. */
export const constraints: readonly Constraint[] = [
  fact(
    "no-privilege",
    "runs without a privileged container",
    "posture/privileged",
    false,
    "needs a privileged container",
  ),
  fact("must-scale", "one service can be scaled alone", "scaling/alone", true, "cannot scale one service alone"),
  {
    name: "one-artifact",
    title: "everything is in one image",
    excludes(analysis, subject) {
      const summary = analysis.summary("image/images", subject);
      if (summary.kind !== "number") return notKnown("image/images", summary);
      return summary.median === 1 ? undefined : `has ${summary.median} images`;
    },
  },
  {
    name: "keeps-services-apart",
    title: "no service sees another's processes, and none reaches a port that is not declared",
    excludes(analysis, subject) {
      const record = analysis.run.subjects.find(({ name }) => name === subject);
      if (record?.traits["isolatesServices"] !== true) return "services see each other's processes";
      const summary = analysis.summary("posture/undeclared", subject);
      if (summary.kind !== "number") return notKnown("posture/undeclared", summary);
      return summary.median === 0 ? undefined : `undeclared ports that answer: ${summary.median}`;
    },
  },
  fact("recovers", "the entry comes back when it is killed", "recovery/entry.back", true, "the entry stays away"),
  fact("told-at-stop", "the entry gets its stop signal", "shutdown/stop.told.entry", true, "the entry is not told"),
  fact("read-only-root", "the root file system is read-only", "posture/readOnlyRoot", true, "the root is writable"),
];

/**
 * @param text names with commas between them, such as `no-privilege,must-scale`; nothing for none
 * @throws UserError for names that do not exist
 */
export function parseConstraints(text: string): string[] {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  for (const name of names) {
    if (constraints.some((constraint) => constraint.name === name)) continue;
    throw new UserError({
      found: `There is no constraint "${name}" (--must ${text}).`,
      allowed: constraints.map((constraint) => constraint.name).join(", "),
      remedy: "name constraints from this list, with commas between them.",
    });
  }
  return [...new Set(names)];
}

function fact(name: string, title: string, figure: string, wanted: boolean, otherwise: string): Constraint {
  return {
    name,
    title,
    excludes(analysis, subject) {
      const summary = analysis.summary(figure, subject);
      if (summary.kind !== "fact" || !summary.agree) return notKnown(figure, summary);
      return summary.value === wanted ? undefined : otherwise;
    },
  };
}

function notKnown(figure: string, summary: ReturnType<Analysis["summary"]>): string {
  const why = summary.kind === "missing" ? summary.reason : "the rounds disagree";
  return `not known whether it does (${figure}: ${why})`;
}
