import { UserError } from "../../errors/user-error.ts";
import type { Analysis } from "../analysis/contract.ts";
import { rules } from "../rules/rules.ts";

/** A condition that an approach must satisfy to be ranked. */
export interface Constraint {
  readonly name: string;
  readonly title: string;
  /** @returns why the subject is excluded; undefined if it is not */
  excludes(analysis: Analysis, subject: string): string | undefined;
}

/** All constraints. An unknown value does not satisfy a constraint. */
export const constraints: readonly Constraint[] = [
  facts("recovers", "a service that is killed comes back", [
    ["recovery/entry.back", true, "the entry does not come back"],
    ["recovery/peer.back", true, "the peer does not come back"],
  ]),
  facts("told-at-stop", "services get their stop signal", [
    ["shutdown/stop.told.entry", true, "the entry gets no stop signal"],
    ["shutdown/stop.told.peer", true, "the peer gets no stop signal"],
  ]),
  {
    name: "loses-no-request",
    title: "a stop loses no request that was accepted",
    excludes(analysis, subject) {
      const summary = analysis.summary("shutdown/stop.lost", subject);
      if (summary.kind !== "number") return notKnown("shutdown/stop.lost", summary);
      return summary.max === 0 ? undefined : `a stop loses up to ${summary.max} requests`;
    },
  },
  facts("no-privilege", "runs without a privileged container", [
    ["posture/privileged", false, "needs a privileged container"],
  ]),
  {
    name: "must-scale",
    title: "a service can be scaled without a copy of the others",
    excludes(analysis, subject) {
      const record = analysis.run.subjects.find(({ name }) => name === subject);
      if (record?.topology.units.every(({ services }) => services.length === 1)) return undefined;
      const summary = analysis.summary("scaling/inside.possible", subject);
      if (summary.kind !== "fact" || !summary.agree) return notKnown("scaling/inside.possible", summary);
      return summary.value === true ? undefined : "a further peer takes a copy of all services";
    },
  },
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
  facts("read-only-root", "the root file system is read-only", [
    ["posture/readOnlyRoot", true, "the root file system is writable"],
  ]),
];

/** Names of the constraints that hold unless they are weighed in instead: those of what breaks. */
export const disqualifying: readonly string[] = Object.keys(rules.ranking.disqualify);

/**
 * Names of the constraints that hold.
 * @param must further constraints, separated by commas, such as `no-privilege,must-scale`; empty for none
 * @param despite constraints that do not hold, although they do by default; their figures still count in the scores
 * @throws UserError for unknown names, and for `despite` of a constraint that does not hold by default
 */
export function constraintsFrom(must: string, despite: string): string[] {
  const waived = namesIn(despite, "--despite", disqualifying);
  const added = namesIn(
    must,
    "--must",
    constraints.map(({ name }) => name),
  );
  return [...new Set([...disqualifying.filter((name) => !waived.includes(name)), ...added])];
}

function namesIn(text: string, option: string, known: readonly string[]): string[] {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new UserError({
      found: `There is no constraint "${name}" (${option} ${text}).`,
      allowed: known.join(", "),
      remedy: "name constraints from this list, separated by commas.",
    });
  }
  return names;
}

type Wanted = readonly [figure: string, wanted: boolean, otherwise: string];

/** Satisfied if all figures have the wanted values. */
function facts(name: string, title: string, all: readonly Wanted[]): Constraint {
  return {
    name,
    title,
    excludes(analysis, subject) {
      const reasons = all.flatMap(([figure, wanted, otherwise]) => {
        const summary = analysis.summary(figure, subject);
        if (summary.kind !== "fact" || !summary.agree) return [notKnown(figure, summary)];
        return summary.value === wanted ? [] : [otherwise];
      });
      return reasons.length === 0 ? undefined : reasons.join("; ");
    },
  };
}

function notKnown(figure: string, summary: ReturnType<Analysis["summary"]>): string {
  const why = summary.kind === "missing" ? summary.reason : "the rounds disagree";
  return `unknown (${figure}: ${why})`;
}
