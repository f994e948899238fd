import { UserError } from "../../errors/user-error.ts";
import type { Analysis } from "../analysis/contract.ts";

/** A condition that an approach must satisfy to be ranked. */
export interface Constraint {
  readonly name: string;
  readonly title: string;
  /** @returns why the subject is excluded; undefined if it is not */
  excludes(analysis: Analysis, subject: string): string | undefined;
}

/** All constraints. An unknown value does not satisfy a constraint. */
export const constraints: readonly Constraint[] = [
  fact(
    "no-privilege",
    "runs without a privileged container",
    "posture/privileged",
    false,
    "needs a privileged container",
  ),
  fact(
    "must-scale",
    "one service can be scaled without the other",
    "scaling/alone",
    true,
    "cannot scale one service without the other",
  ),
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
    title: "no service sees another's processes or reaches an undeclared port",
    excludes(analysis, subject) {
      const record = analysis.run.subjects.find(({ name }) => name === subject);
      if (record?.traits["isolatesServices"] !== true) return "services see each other's processes";
      const summary = analysis.summary("posture/undeclared", subject);
      if (summary.kind !== "number") return notKnown("posture/undeclared", summary);
      return summary.median === 0 ? undefined : `undeclared ports that answer: ${summary.median}`;
    },
  },
  fact("recovers", "the entry comes back after a kill", "recovery/entry.back", true, "the entry does not come back"),
  fact(
    "told-at-stop",
    "the entry gets its stop signal",
    "shutdown/stop.told.entry",
    true,
    "the entry gets no stop signal",
  ),
  fact(
    "read-only-root",
    "the root file system is read-only",
    "posture/readOnlyRoot",
    true,
    "the root file system is writable",
  ),
];

/**
 * @param text names separated by commas, such as `no-privilege,must-scale`; empty for none
 * @throws UserError for unknown names
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
      remedy: "name constraints from this list, separated by commas.",
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
  return `unknown (${figure}: ${why})`;
}
