import { UserError } from "../errors/user-error.ts";

/** Replaces every threshold, for tests and for hosts that know better. */
export const minimumFreeVariable = "CONTAINER_APPROACHES_MIN_FREE_BYTES";

/**
 * How much of a disk must be free before something large is written to it.
 * @param defaultBytes what holds unless the user has said otherwise
 * @param env variables to look in. @default process.env
 * @returns bytes
 * @throws UserError where what the user has said is no number of bytes
 */
export function minimumFreeBytes(defaultBytes: number, env: NodeJS.ProcessEnv = process.env): number {
  const text = (env[minimumFreeVariable] ?? "").trim();
  if (text === "") return defaultBytes;
  const bytes = Number(text);
  if (bytes >= 0) return bytes;
  throw new UserError({
    found: `${minimumFreeVariable} is ${JSON.stringify(text)}.`,
    allowed: "a number of bytes, such as 1073741824; 0 for no limit",
    remedy: "correct it, or unset it.",
  });
}
