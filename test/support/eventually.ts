import { paced } from "./pace.ts";

/** How long to try on this machine, and how often. On a slower one it is longer. */
export interface Patience {
  readonly deadlineMs: number;
  /** @default 200 */
  readonly intervalMs?: number;
}

/**
 * The tests' only retry: runs a probe until it stops throwing.
 * @returns what the probe returned
 * @throws the probe's last failure, when the deadline has passed
 */
export async function eventually<T>(
  probe: () => Promise<T> | T,
  { deadlineMs, intervalMs = 200 }: Patience,
): Promise<T> {
  const until = Date.now() + paced(deadlineMs);
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (Date.now() + intervalMs > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, intervalMs));
    }
  }
}
