import type { Unit } from "../../contract.ts";

/** Factor by suffix: to bytes, and to microseconds below. */
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
 * @returns its value in the figure's unit; undefined if it cannot be read
 */
export function parseQuantity(text: string, unit: Unit): number | undefined {
  const [, digits, suffix = ""] = quantity.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const factor = factorOf(suffix, unit);
  return factor === undefined ? undefined : Number(digits) * factor;
}

/** Description of a valid bound for this unit, for messages. */
export function quantityExamples(unit: Unit): string {
  if (unit === "bytes") return `a size with one of ${Object.keys(sizes).join(", ")}, such as 40 MB`;
  if (unit in microseconds) return "a time with us, ms or s, such as 250 ms";
  if (unit === "percent") return "percent, such as 5 %";
  if (unit === "per-second") return "a number per second, such as 1000/s";
  return "a number";
}

/** Reads `25 %`. @returns 0.25; undefined if it cannot be read or is below 0 */
export function parsePercent(text: string): number | undefined {
  const [, digits] = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim()) ?? [];
  return digits === undefined ? undefined : Number(digits) / 100;
}

// A number needs a unit if the figure has one: `40` seldom means 40 bytes.
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
