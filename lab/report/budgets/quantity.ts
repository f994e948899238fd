import type { Unit } from "../../contract.ts";

/** Suffix to how many of the base unit it stands for: bytes, or microseconds. */
const sizes: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};
const times: Readonly<Record<string, number>> = { us: 1, µs: 1, ms: 1e3, s: 1e6 };
const microseconds: Partial<Readonly<Record<Unit, number>>> = { us: 1, ms: 1e3, s: 1e6 };
const quantity = /^(-?\d+(?:\.\d+)?)\s*(\S*)$/;

/**
 * Reads a bound such as `40 MB`, `250 ms`, `25 %` or `3`.
 * @returns it in the figure's own unit; undefined where it is none
 */
export function parseQuantity(text: string, unit: Unit): number | undefined {
  const [, digits, suffix = ""] = quantity.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const factor = factorOf(suffix, unit);
  return factor === undefined ? undefined : Number(digits) * factor;
}

/** What a bound on a figure of this unit may look like, for messages. */
export function quantityExamples(unit: Unit): string {
  if (unit === "bytes") return `a size with one of ${Object.keys(sizes).join(", ")}, such as 40 MB`;
  if (unit in microseconds) return "a time with us, ms or s, such as 250 ms";
  if (unit === "percent") return "percent, such as 5 %";
  if (unit === "per-second") return "a number per second, such as 1000/s";
  return "a number";
}

/** Reads `25 %`. @returns 0.25; undefined where it is none, or below 0 */
export function parsePercent(text: string): number | undefined {
  const [, digits] = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim()) ?? [];
  return digits === undefined ? undefined : Number(digits) / 100;
}

// A bare number is right only where the figure has no unit: `40` bytes are seldom meant.
function factorOf(suffix: string, unit: Unit): number | undefined {
  if (unit === "bytes") return sizes[suffix];
  const base = microseconds[unit];
  if (base !== undefined) {
    const factor = times[suffix];
    return factor === undefined ? undefined : factor / base;
  }
  const own: Partial<Record<Unit, string>> = { percent: "%", "per-second": "/s" };
  return suffix === "" || suffix === own[unit] ? 1 : undefined;
}
