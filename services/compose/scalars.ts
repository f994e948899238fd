import type { Scalar } from "./tree.ts";

/** What a scalar without quotes means. */
export interface Resolved {
  readonly value: Scalar;
  readonly float?: boolean;
}

const words: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, Infinity] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, -Infinity] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, NaN] as const),
]);

const decimalFloat = /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/;

/**
 * The value of a scalar without quotes, as Compose's YAML library reads it: words of YAML 1.2, but numbers with underscores, and octal ones
 * with a leading zero too. A date stays a text.
 */
export function resolved(text: string): Resolved {
  const word = words.get(text);
  if (word !== undefined) return typeof word === "number" ? { value: word, float: true } : { value: word };
  if (!/^[-+.\d]/.test(text)) return { value: text };
  const digits = text.startsWith(".") ? text : text.replaceAll("_", "");
  const whole = integer(digits);
  if (whole !== undefined) return { value: whole };
  const float = decimalFloat.test(digits) ? Number(digits) : Infinity;
  return Number.isFinite(float) ? { value: float, float: true } : { value: text };
}

const bases: readonly (readonly [pattern: RegExp, prefix: string])[] = [
  [/^0[xX]([\da-fA-F]+)$/, "0x"],
  [/^0[bB]([01]+)$/, "0b"],
  [/^0[oO]?([0-7]+)$/, "0o"],
  [/^(0|[1-9]\d*)$/, ""],
];

const [least, most] = [-(2n ** 63n), 2n ** 64n - 1n];

/** @returns undefined if it is none, or takes more than 64 bits */
function integer(text: string): number | bigint | undefined {
  const sign = /^[-+]/.exec(text)?.[0] ?? "";
  const digits = text.slice(sign.length);
  for (const [pattern, prefix] of bases) {
    const [, found] = pattern.exec(digits) ?? [];
    if (found === undefined) continue;
    const value = BigInt(`${prefix}${found}`) * (sign === "-" ? -1n : 1n);
    if (value < least || value > most) return undefined;
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }
  return undefined;
}

/** A scalar's text where Compose wants one, such as in `environment`; undefined for null. */
export function textFrom({ value, float }: Resolved): string | undefined {
  if (value === null) return undefined;
  if (typeof value === "number" && float === true) return floatText(value);
  return String(value);
}

/** As Go prints a float: the fewest digits that give it back, with an exponent below 10^-4 and from 10^6 on. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (Object.is(value, -0)) return "-0";
  const [mantissa = "", power = "0"] = value.toExponential().split("e");
  const exponent = Number(power);
  if (value === 0 || (exponent >= -4 && exponent < 6)) return String(value);
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
}
