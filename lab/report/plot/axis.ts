import { scaleLinear, scaleLog } from "d3-scale";

/** Positions of values on a line, and its ticks. */
export interface Axis {
  readonly kind: "linear" | "log";
  /** Values of the ticks, in order, all on the line. */
  readonly ticks: readonly number[];
  /** Position of the gap between zero and the logarithmic part; undefined without a zero. */
  readonly breakAt?: number;
  at(value: number): number;
}

/** Above this ratio of the largest to the smallest value, a linear axis would put most values on one spot. */
const logFrom = 100;
const wantedTicks = 4;
/** More ticks would leave no room for their labels. */
const mostTicks = 5;
/** Width for a zero beside a logarithmic scale, which has none. */
const zeroWidth = 26;

/**
 * A linear axis from 0, so that lengths can be compared; logarithmic if values span more than two decades, with 0 beside it if it occurs.
 * @param from and `to`: the ends of the line, in the drawing's units
 * @param wholeOnly whether ticks must be whole numbers
 */
export function axisOf(values: readonly number[], from: number, to: number, wholeOnly = false): Axis {
  const positive = values.filter((value) => value > 0);
  const smallest = Math.min(...positive);
  const largest = Math.max(0, ...values);
  const lowest = Math.min(0, ...values);
  if (positive.length === 0 || lowest < 0 || largest / smallest <= logFrom)
    return linearAxis(lowest, largest === lowest ? lowest + 1 : largest, from, to, wholeOnly);
  return logAxis(smallest, largest, from, to, values.includes(0));
}

function linearAxis(lowest: number, largest: number, from: number, to: number, wholeOnly: boolean): Axis {
  const scale = scaleLinear([lowest, largest], [from, to]).nice(wantedTicks);
  const ticks = scale.ticks(wantedTicks).filter((tick) => !wholeOnly || Number.isInteger(tick));
  return { kind: "linear", ticks, at: (value) => scale(value) };
}

function logAxis(smallest: number, largest: number, from: number, to: number, hasZero: boolean): Axis {
  const start = hasZero ? from + zeroWidth : from;
  const scale = scaleLog([smallest, largest], [start, to]).nice();
  const [first, last] = scale.domain().map((end) => Math.round(Math.log10(end))) as [number, number];
  const step = Math.ceil((last - first + 1) / mostTicks);
  const powers = Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => 10 ** (first + i * step));
  const at = (value: number) => (value > 0 ? scale(value) : from);
  if (!hasZero) return { kind: "log", ticks: powers, at };
  return { kind: "log", ticks: [0, ...powers], breakAt: start - zeroWidth / 2, at };
}
