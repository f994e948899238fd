import type { Analysis } from "../analysis/contract.ts";
import type { Evidence } from "./contract.ts";
import { numberOf } from "./deciding.ts";
import { cannotTell, type Finding } from "./finding.ts";

const reachable = ["posture/root.devices", "posture/root.hostWrites", "posture/root.kernelSurfaces"];

/** How much of the host a subject's root reaches, and its share of hardening checks in percent. */
interface Surface {
  readonly subject: string;
  readonly score: number;
  readonly reached: number;
  readonly evidence: readonly Evidence[];
}

/** Root reaches something of the host in some approach; and less in the one with the best score than in the one with the worst. */
export function surfaceFollowsConfiguration(analysis: Analysis): Finding[] {
  const surfaces: Surface[] = [];
  const missing: string[] = [];
  for (const subject of analysis.subjects) {
    const score = numberOf(analysis, "posture/score", subject);
    const counts = reachable.map((figure) => numberOf(analysis, figure, subject));
    const all = [score, ...counts];
    missing.push(...all.filter((one) => "missing" in one).map((one) => one.missing));
    const known = all.filter((one) => "value" in one);
    if ("missing" in score || known.length < all.length) continue;
    const reached = known.slice(1).reduce((sum, { value }) => sum + value, 0);
    surfaces.push({ subject, score: score.value, reached, evidence: known.map(({ evidence }) => evidence) });
  }
  if (missing.length > 0) return [cannotTell(missing.join("; "))];
  const sorted = surfaces.sort((a, b) => b.score - a.score);
  const [best, worst] = [sorted[0], sorted.at(-1)];
  if (best === undefined || worst === undefined) return [cannotTell("no approach was measured")];
  return [notAbsolutely(surfaces), byConfiguration(best, worst)];
}

function notAbsolutely(surfaces: readonly Surface[]): Finding {
  const reaching = surfaces.filter(({ reached }) => reached > 0);
  const list = reaching.map(({ subject, reached }) => `${subject} ${reached}`).join(", ");
  return {
    holds: reaching.length > 0 ? "yes" : "no",
    says: `devices, mounts and kernel settings of the host that root reaches: ${list === "" ? "none in any approach" : list}`,
    evidence: surfaces.flatMap(({ evidence }) => evidence),
  };
}

function byConfiguration(best: Surface, worst: Surface): Finding {
  if (best.score === worst.score)
    return cannotTell(`configurations that differ: all pass ${Math.round(best.score)} % of the checks`);
  const told = ({ subject, score, reached }: Surface) =>
    `${subject} passes ${Math.round(score)} % of the checks, and its root reaches ${reached}`;
  return {
    holds: best.reached < worst.reached ? "yes" : "no",
    says: `${told(best)}; ${told(worst)}`,
    evidence: [],
  };
}
