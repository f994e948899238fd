import { isIP } from "node:net";
import { UserError } from "../errors/user-error.ts";

/** The error of a key with a value that it cannot have. */
export function wrong(key: string, value: string, allowed: string, stack: string): UserError {
  return new UserError({
    found: `Config "${key}" is ${JSON.stringify(value)}.`,
    allowed,
    remedy: `./pulumiw config set ${key} VALUE --stack ${stack}, or change Pulumi.${stack}.yaml`,
  });
}

/** @throws UserError for what is no list of names @returns none if there is no value */
export function nameList(key: string, value: string | undefined, stack: string): readonly string[] {
  if (value === undefined) return [];
  const names = jsonOrUndefined(value);
  const good = Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === "string");
  if (good && new Set(names).size === names.length) return names;
  throw wrong(key, value, 'a JSON list of distinct names, such as ["NAME", "ANOTHER"]', stack);
}

/** @throws UserError for another word */
export function oneOf<T extends string>(key: string, value: string, allowed: readonly T[], stack: string): T {
  const found = allowed.find((one) => one === value);
  if (found !== undefined) return found;
  throw wrong(key, value, allowed.join(", "), stack);
}

/** @throws UserError for what is no address */
export function address(value: string, stack: string): string {
  if (isIP(value) !== 0) return value;
  throw wrong("publishAddress", value, "an IP address, such as 127.0.0.1", stack);
}

/** @param count number of approaches: each needs a port, in sequence @throws UserError */
export function port(value: string | undefined, count: number, stack: string): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  const last = 65536 - count;
  if (/^\d+$/.test(value) && number >= 1024 && number <= last) return number;
  const reason = count === 1 ? "" : `, since ${count} approaches take ports from it on`;
  throw wrong("port", value, `a whole number from 1024 to ${last}${reason}`, stack);
}

/** What a text of JSON says; undefined if it is none. */
export function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether it is an object with keys, and no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
