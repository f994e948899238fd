import type { Analysis, Side } from "../analysis/contract.ts";
import type { Statement } from "./contract.ts";
import { calculated, numberIs } from "./deciding.ts";
import { cannotTell, someOne } from "./finding.ts";
import { noneMeasured } from "./subjects.ts";
import { numberOf } from "./values.ts";

const reachable = ["posture/root.devices", "posture/root.hostWrites", "posture/root.kernelSurfaces"];

/** Root reaches something of the host in some approach; and less in the one with the best score than in the one with the worst. */
export function surfaceFollowsConfiguration(analysis: Analysis): Statement[] {
  const scores = analysis.subjects.map((subject) => ({ subject, score: numberOf(analysis, "posture/score", subject) }));
  const known = scores.flatMap(({ subject, score }) => ("value" in score ? [{ subject, score: score.value }] : []));
  const sorted = known.sort((a, b) => b.score - a.score);
  const [best, worst] = [sorted[0], sorted.at(-1)];
  if (best === undefined || worst === undefined || known.length < scores.length) return [cannotTell(noneMeasured)];
  return [notAbsolutely(analysis), byConfiguration(analysis, best, worst)];
}

function notAbsolutely(analysis: Analysis): Statement {
  const each = analysis.subjects.flatMap((subject) =>
    reachable.map((figure) => numberIs(analysis, figure, subject, { above: 0 })),
  );
  return someOne("root reaches devices, mounts or kernel settings of the host in some approach", each);
}

interface Scored {
  readonly subject: string;
  readonly score: number;
}

function byConfiguration(analysis: Analysis, best: Scored, worst: Scored): Statement {
  if (best.score === worst.score)
    return cannotTell(`configurations that differ: all pass ${Math.round(best.score)} % of the checks`);
  const sides = [best, worst].flatMap(({ subject }) => reachable.map((figure): Side => [figure, subject]));
  const title = `root reaches less of the host with the best score (${best.subject}) than with the worst (${worst.subject})`;
  return calculated(analysis, title, sides, (...counts) => {
    const sum = (some: readonly number[]) => some.reduce((total, count) => total + count, 0);
    const [least, most] = [sum(counts.slice(0, reachable.length)), sum(counts.slice(reachable.length))];
    return { holds: least < most, says: `${least} against ${most}` };
  });
}
