import type { Work } from "../../../toolchain/work.ts";

/** A Work that records its reports. */
export interface RecordedWork extends Work {
  readonly notes: string[];
  readonly updates: string[];
}

/** @param signal when to stop. @default never */
export function recordedWork(signal: AbortSignal = new AbortController().signal): RecordedWork {
  const notes: string[] = [];
  const updates: string[] = [];
  return {
    signal,
    notes,
    updates,
    update: (text) => updates.push(text),
    detail: () => undefined,
    note: (text) => notes.push(text),
  };
}
