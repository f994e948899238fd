import type { ContextFile } from "../../contract.ts";
import { quote } from "../shell.ts";
import { ownFolder } from "./paths.ts";
import { program } from "./scripts.ts";

/** Nobody: a logger reads what services write, and needs no right at all. */
const loggerId = 65_534;

/** Mount options of a folder that loggers may write to. */
export const loggerOwned = `uid=${loggerId},gid=${loggerId}`;

/** Bytes of a line up to which loggers take it in one piece: with the service's name it stays below what a pipe takes in one write. */
export const longestLine = 4000;

const loggerProgram = `${ownFolder}/logger`;

/** Words that run the logger of a service, as nobody: standard input to the container's log. */
export function loggerOf(service: string): readonly string[] {
  const ids = [`--reuid=${loggerId}`, `--regid=${loggerId}`, "--clear-groups"];
  return ["setpriv", ...ids, "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", loggerProgram, service];
}

/**
 * A program that copies a service's lines to the container's log with the service's name in front, which is `$service` in the lines.
 * @param prefixing a supervisor's own logger, which puts the name in front and prints to its output
 */
export function loggerScript(preparing: readonly string[], prefixing: string): ContextFile {
  return program(loggerProgram, [
    "#!/bin/bash",
    "# Copies a service's lines to the container's log, each with the service's name in front.",
    "service=$1",
    "cd / || exit",
    ...preparing,
    "# Loggers share the container's log, and this one may write a line in several pieces: grep writes each line at once.",
    `exec grep --text --line-buffered ${quote("")} < <(exec ${prefixing})`,
  ]);
}
