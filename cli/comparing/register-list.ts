import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { labLock } from "../../lab/harness/project.ts";
import { shortRules } from "../../lab/report/provenance.ts";
import {
  closeKilled,
  readRegister,
  registerFile,
  type RegisteredRun,
  type RegisterLine,
} from "../../lab/results/register.ts";
import { projectRoot } from "../../toolchain/environment.ts";
import { acquireLock, clearDeadLock, readHolder } from "../../toolchain/host/lock.mjs";
import { columns } from "../columns.ts";
import { keptFolder, keptRuns } from "./options.ts";
import { shown } from "./provenance.ts";

/** The registers of a folder of runs and of the kept runs, as text: every run that was ever begun there. */
export async function registerList(results: string): Promise<string> {
  const folders = new Set([resolve(results), keptFolder]);
  const parts: string[] = [];
  for (const folder of folders) {
    if (!existsSync(registerFile(folder))) continue;
    await closeIfIdle(folder);
    const runs = await readRegister(folder);
    parts.push(`${shown(registerFile(folder))}\n\n${columns([header, ...runs.map(rowOf)])}`);
  }
  return parts.length === 0 ? `No run is registered in ${results} or ${keptRuns}.\n` : parts.join("\n");
}

/** Registers killed runs as aborted, unless this checkout measures now. */
async function closeIfIdle(folder: string): Promise<void> {
  const file = labLock(projectRoot);
  await clearDeadLock(file);
  if ((await readHolder(file)) !== undefined) return;
  const lock = await acquireLock(file, "reading the register");
  try {
    await closeKilled(folder);
  } finally {
    await lock.release();
  }
}

const header = ["RUN", "STATE", "CELLS", "FAILED", "MEASURED BY", "RULES", "SUBJECTS", "WHAT HAPPENED"];

function rowOf({ id, lines, state }: RegisteredRun): string[] {
  const begun = lines.find((line) => line.event === "begun");
  const taken = lines.findLast((line) => line.event === "complete" || line.event === "aborted");
  return [
    id,
    state === "open" ? "open: measured now" : state,
    String(taken?.cells ?? 0),
    String(taken?.failed ?? 0),
    begun?.project ?? "unknown",
    shortRules(begun?.rules ?? "in code"),
    String(begun?.subjects.length ?? 0),
    lines.map(happened).join("; "),
  ];
}

function happened(line: RegisterLine): string {
  const when = `${line.at.slice(0, 16).replace("T", " ")} `;
  const afterwards = line.afterwards && line.event === "begun" ? " (registered afterwards)" : "";
  if (line.event === "aborted") return `${when}aborted: ${line.why}`;
  if (line.event === "resumed") return `${when}resumed after ${line.cellsDone} cells`;
  if (line.event === "begun" || line.event === "complete") return `${when}${line.event}${afterwards}`;
  return `${when}${line.event} in ${line.commit}`;
}
