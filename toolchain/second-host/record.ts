import { readFile, rename, writeFile } from "node:fs/promises";
import { bootId } from "../host/process-identity.mjs";
import type { MachineFiles } from "./files.ts";
import type { Link } from "./network.ts";
import type { Accelerator, MachineSize } from "./qemu-arguments.ts";

/** What `up` decided about a machine. */
export interface MachineRecord {
  readonly link: Link;
  readonly size: MachineSize;
  readonly accelerator: Accelerator;
  /** Key of the cached image that its disk rests on. */
  readonly image: string;
  /** Of this host, at the start of the machine. */
  readonly bootId: string;
  /** Seconds from the start of QEMU until the machine's Docker daemon answered over TLS; absent until it has. */
  readonly bootSeconds?: number;
}

/** @returns undefined if there is no machine, or if what is there was written by halves */
export async function readRecord({ record }: MachineFiles): Promise<MachineRecord | undefined> {
  try {
    return JSON.parse(await readFile(record, "utf8")) as MachineRecord;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

export async function writeRecord({ record }: MachineFiles, content: MachineRecord): Promise<void> {
  const draft = `${record}.tmp`;
  await writeFile(draft, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  await rename(draft, record);
}

/** Whether a machine's disk can be used: it rests on today's image, and this host has not crashed or restarted since. */
export function isUsable(record: MachineRecord, image: string): boolean {
  return record.image === image && record.bootId === bootId();
}
