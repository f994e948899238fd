const units: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
  d: 86_400e9,
  w: 604_800e9,
};

/** @param text such as `1m30s` or `1.5s` @returns nanoseconds; undefined if it is no duration */
export function duration(text: string): number | undefined {
  if (text === "0") return 0;
  const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h|d|w)/y;
  let sum = 0;
  while (part.lastIndex < text.length) {
    const from = part.lastIndex;
    const [, amount, unit = ""] = part.exec(text) ?? [];
    if (amount === undefined || part.lastIndex === from) return undefined;
    sum += Number(amount) * (units[unit] ?? 0);
  }
  return text === "" ? undefined : Math.round(sum);
}

/** As Go prints it, such as `1m30s`. @param nanoseconds from 0 */
export function durationText(nanoseconds: number): string {
  if (nanoseconds === 0) return "0s";
  if (nanoseconds < 1e3) return `${nanoseconds}ns`;
  if (nanoseconds < 1e6) return `${nanoseconds / 1e3}µs`;
  if (nanoseconds < 1e9) return `${nanoseconds / 1e6}ms`;
  const hours = Math.floor(nanoseconds / 3600e9);
  const minutes = Math.floor((nanoseconds % 3600e9) / 60e9);
  const seconds = (nanoseconds % 60e9) / 1e9;
  const parts = [hours > 0 ? `${hours}h` : "", hours > 0 || minutes > 0 ? `${minutes}m` : "", `${seconds}s`];
  return parts.join("");
}
