import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

const deadlineMs = 20_000;
const intervalMs = 50;

/** True while the process exists and is no zombie. */
export async function runs(pid: number): Promise<boolean> {
  try {
    return !(await readFile(`/proc/${pid}/stat`, "utf8")).includes(") Z ");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** Waits for the condition, and fails with its description when it does not come true. */
export async function until(what: string, reached: () => Promise<boolean>): Promise<void> {
  const started = Date.now();
  while (Date.now() - started < deadlineMs) {
    if (await reached()) return;
    await sleep(intervalMs);
  }
  assert.fail(`not within ${deadlineMs} ms: ${what}`);
}
