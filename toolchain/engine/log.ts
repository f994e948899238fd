import { existsSync, readFileSync } from "node:fs";
import { engineFiles, type EngineSettings } from "./settings.ts";

/** The last lines of the daemon's log; empty if there is none. */
export function logTail(settings: EngineSettings, lines: number): string {
  const { log } = engineFiles(settings);
  return existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n").slice(-lines).join("\n") : "";
}
