/** Prints an error by its kind and returns the exit code: 1 expected failure, 2 wrong usage, 70 a bug. */
export function reportFailure(
  error: unknown,
  stream?: { readonly isTTY?: boolean; write(text: string): unknown },
  env?: NodeJS.ProcessEnv,
): number;
