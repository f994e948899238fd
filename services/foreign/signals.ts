import { constants } from "node:os";

/**
 * A signal by its name, as people write it: `SIGTERM`, `term`, `15` or `SIGRTMIN+3`.
 * @returns undefined if there is no such signal
 */
export function signalNamed(text: string): `SIG${string}` | undefined {
  const upper = text.toUpperCase();
  if (/^\d+$/.test(upper)) return byNumber(Number(upper));
  const name = upper.startsWith("SIG") ? upper : `SIG${upper}`;
  if (/^SIGRTM(?:IN(?:\+\d{1,2})?|AX(?:-\d{1,2})?)$/.test(name) || name in constants.signals)
    return name as `SIG${string}`;
  return undefined;
}

function byNumber(number: number): `SIG${string}` | undefined {
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return found?.[0] as `SIG${string}` | undefined;
}
