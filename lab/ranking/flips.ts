import type { Change, Flip, Scores, Weights } from "./contract.ts";

/** A subject's mean as a function of one weight w: (sum + w * score) / (total + w); without a score for it, sum / total. */
interface Curve {
  readonly subject: string;
  readonly sum: number;
  readonly total: number;
  readonly score: number | undefined;
}

/**
 * For each criterion, the weights at which another subject comes first, if the other weights stay.
 * @param first the subject that is first now; undefined if there is none
 */
export function flipsOf(scores: Scores, weights: Weights, first: string | undefined): Flip[] {
  if (first === undefined) return [];
  return Object.entries(weights).map(([criterion, weight]) => {
    const curves = Object.keys(scores).map((subject) => curveOf(subject, scores, weights, criterion));
    const leader = curves.find(({ subject }) => subject === first);
    const others = curves.filter(({ subject }) => subject !== first);
    const changes = leader === undefined ? [] : others.flatMap((other) => overtakings(leader, other));
    const above = changes.filter((change) => change.rising && change.weight >= weight);
    const below = changes.filter((change) => !change.rising && change.weight <= weight);
    return {
      criterion,
      weight,
      above: nearest(above, weight),
      below: nearest(below, weight),
    };
  });
}

interface Overtaking extends Change {
  /** Whether the other subject is ahead above this weight; else it is ahead below. */
  readonly rising: boolean;
}

function nearest(changes: readonly Change[], weight: number): Change | undefined {
  const [change] = [...changes].sort((a, b) => Math.abs(a.weight - weight) - Math.abs(b.weight - weight));
  return change === undefined ? undefined : { weight: change.weight, to: change.to };
}

function curveOf(subject: string, scores: Scores, weights: Weights, varied: string): Curve {
  let sum = 0;
  let total = 0;
  let own: number | undefined;
  for (const [criterion, score] of Object.entries(scores[subject] ?? {})) {
    if (!("score" in score)) continue;
    if (criterion === varied) own = score.score;
    else {
      sum += (weights[criterion] ?? 0) * score.score;
      total += weights[criterion] ?? 0;
    }
  }
  return { subject, sum, total, score: own };
}

/** Smaller values are rounding errors. */
const tiny = 1e-12;

/** Weights from 0 on at which the other subject overtakes the leader. */
function overtakings(leader: Curve, other: Curve): Overtaking[] {
  // Each mean is p(w) / q(w) with p and q linear; the other is ahead if p2 * q1 - p1 * q2 > 0, a polynomial of degree 2 or less.
  const [p1, q1] = linear(leader);
  const [p2, q2] = linear(other);
  const square = p2.slope * q1.slope - p1.slope * q2.slope;
  const slope = p2.slope * q1.at0 + p2.at0 * q1.slope - p1.slope * q2.at0 - p1.at0 * q2.slope;
  const at0 = p2.at0 * q1.at0 - p1.at0 * q2.at0;
  // A subject with no other score has the mean 0 at weight 0, and its whole score just above.
  const jumps = other.total === 0 && other.score !== undefined && at0 > tiny;
  const atJump = jumps ? [{ weight: 0, to: other.subject, rising: true }] : [];
  const atRoots = roots(square, slope, at0)
    .filter((weight) => weight > -tiny)
    .map((weight) => ({ weight: Math.max(weight, 0), to: other.subject, rising: 2 * square * weight + slope > 0 }));
  return [...atJump, ...atRoots];
}

interface Linear {
  readonly at0: number;
  readonly slope: number;
}

function linear({ sum, total, score }: Curve): readonly [p: Linear, q: Linear] {
  if (score === undefined) return [constant(sum), constant(total)];
  // Without other scores the mean is this one, at any weight.
  if (total === 0) return [constant(score), constant(1)];
  return [
    { at0: sum, slope: score },
    { at0: total, slope: 1 },
  ];
}

function constant(at0: number): Linear {
  return { at0, slope: 0 };
}

/** Where a*w^2 + b*w + c crosses 0, without points where it only touches 0. */
function roots(a: number, b: number, c: number): number[] {
  if (Math.abs(a) < tiny) return Math.abs(b) < tiny ? [] : [-c / b];
  const discriminant = b * b - 4 * a * c;
  if (discriminant <= tiny) return [];
  return [-1, 1].map((sign) => (-b + sign * Math.sqrt(discriminant)) / (2 * a));
}
