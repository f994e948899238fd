import { UserError } from "../errors/user-error.ts";

/** Variable that replaces every threshold, for tests and for users. */
export const minimumFreeVariable = "CONTAINER_APPROACHES_MIN_FREE_BYTES";

/**
 * Bytes of a disk that must be free before something large is written to it.
 * @param defaultBytes used unless the variable is set
 * @param env @default process.env
 * @returns bytes
 * @throws UserError if the variable is not a number of bytes
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
