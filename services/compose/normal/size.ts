const powers: Readonly<Record<string, number>> = { "": 0, k: 1, m: 2, g: 3, t: 4, p: 5 };

/** @param text such as `64m`, `1.5GiB`, `1024` or `-1`; a unit is a power of 1024 @returns bytes; undefined if it is no size */
export function bytes(text: string): number | undefined {
  const [, amount, unit = ""] = /^([-+]?(?:\d+(?:\.\d*)?|\.\d+)) ?([kmgtp]?)(?:i?b)?$/i.exec(text.trim()) ?? [];
  const power = powers[unit.toLowerCase()];
  if (amount === undefined || power === undefined) return undefined;
  return Math.trunc(Number(amount) * 1024 ** power);
}
