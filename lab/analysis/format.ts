import type { Unit, Value } from "../contract.ts";

/** Steps of a scale, the smallest first: the magnitude from which on a suffix is used, its divisor, and the suffix. */
type Scale = readonly (readonly [from: number, divisor: number, suffix: string])[];

const ofBytes: Scale = [
  [0, 1, "B"],
  [1e3, 1e3, "kB"],
  [1e6, 1e6, "MB"],
  [1e9, 1e9, "GB"],
];
/** In microseconds. */
const ofTime: Scale = [
  [0, 1, "µs"],
  [1e3, 1e3, "ms"],
  [1e6, 1e6, "s"],
];
const microseconds = { µs: 1, ms: 1e3, s: 1e6 } as const;

const numbers: Readonly<Record<Unit, (value: number) => string>> = {
  bytes: (value) => scaled(value, ofBytes),
  us: (value) => time(value, "µs"),
  ms: (value) => time(value, "ms"),
  s: (value) => time(value, "s"),
  "per-second": (value) => `${digits(value)}/s`,
  percent: (value) => `${digits(value)} %`,
  lines: (value) => `${count(value)} ${value === 1 ? "line" : "lines"}`,
  count,
  "exit-code": count,
  ratio: digits,
  "yes-no": digits,
  text: digits,
  trials: digits,
};

/**
 * A value as claims, ranking and report print it: three significant digits with a suitable unit; counts in full. Sizes are decimal
 * (1 MB is 1,000,000 bytes).
 */
export function formatValue(value: Value, unit: Unit): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value === "" ? "(empty)" : value;
  if (typeof value === "object") return `${count(value.hits)} of ${count(value.of)}`;
  return numbers[unit](value);
}

/** A share as a percentage: 0.123 is `12.3 %`. */
export function formatShare(share: number): string {
  return `${digits(share * 100)} %`;
}

/** A coverage as a percentage, rounded down: 0.98437 is `98.4 %`. */
export function formatCoverage(coverage: number): string {
  return `${Math.floor(coverage * 1000 + 1e-9) / 10} %`;
}

/** Zero keeps the unit it was measured in. */
function time(value: number, unit: keyof typeof microseconds): string {
  return value === 0 ? `0 ${unit}` : scaled(value * microseconds[unit], ofTime);
}

function scaled(value: number, scale: Scale): string {
  // Rounded first, so that 999.9 kB is 1 MB and not 1000 kB.
  const rounded = Number(value.toPrecision(3));
  const step = scale.findLast(([from]) => Math.abs(rounded) >= from);
  if (step === undefined) return String(rounded);
  const [, divisor, suffix] = step;
  return `${digits(rounded / divisor)} ${suffix}`;
}

/** Three significant digits, with thousands separators, without trailing zeros. */
function digits(value: number): string {
  return grouped(Number(value.toPrecision(3)));
}

/** Whole numbers in full; medians between two of them with one decimal. */
function count(value: number): string {
  return Number.isInteger(value) ? grouped(value) : grouped(Number(value.toFixed(1)));
}

function grouped(value: number): string {
  // Adding 0 turns -0 into 0.
  return (value + 0).toLocaleString("en-US", { maximumFractionDigits: 20 });
}
