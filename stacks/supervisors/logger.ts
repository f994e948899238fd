import type { ContextFile } from "../contract.ts";
import { ownFolder } from "./paths.ts";
import { program } from "./scripts.ts";

/** Nobody: a logger reads what services write, and needs no right at all. */
const loggerId = 65_534;

/** Owner of folders that loggers may write to. */
export const loggerUser = { uid: loggerId, gid: loggerId };

/** Bytes of a line up to which loggers take it in one piece: with the service's name it stays below what a pipe takes in one write. */
export const longestLine = 4000;

const loggerProgram = `${ownFolder}/logger`;

/** Words that run the logger of a service, as nobody: standard input to the container's log. */
export function loggerOf(service: string): readonly string[] {
  const ids = [`--reuid=${loggerId}`, `--regid=${loggerId}`, "--clear-groups"];
  return ["setpriv", ...ids, "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", loggerProgram, service];
}

/**
 * A program that copies a service's lines, which is `$service` in the lines here, to the container's log.
 * @param logger a supervisor's own logger, which prints to its output; not each has a way to put a name in front
 */
export function loggerScript(preparing: readonly string[], logger: string): ContextFile {
  return program(loggerProgram, [
    "#!/bin/bash",
    "# Copies a service's lines to the container's log, each with the service's name in front.",
    "service=$1",
    "cd / || exit",
    ...preparing,
    "# All loggers write to one log, and this one may write a line in several pieces: sed writes each line at once.",
    `exec stdbuf --output=L sed "s/^/$service: /" < <(exec ${logger})`,
  ]);
}
