import type { ContextFile } from "../contract.ts";
import { ownFolder } from "./paths.ts";
import { program } from "./program-file.ts";

/** The user nobody: a logger only copies lines, and needs no rights. */
const loggerId = 65_534;

/** Owner of the folders that loggers write to. */
export const loggerUser = { uid: loggerId, gid: loggerId };

/** Longest line, in bytes, that loggers copy whole: with the service's name it fits into one atomic write to a pipe. */
export const longestLine = 4000;

const loggerProgram = `${ownFolder}/logger`;

/** Command of a service's logger, as the user nobody: copies standard input to the container's log. */
export function loggerOf(service: string): readonly string[] {
  const ids = [`--reuid=${loggerId}`, `--regid=${loggerId}`, "--clear-groups"];
  return ["setpriv", ...ids, "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs", loggerProgram, service];
}

/**
 * A program that copies a service's lines to the container's log. Lines of sh here find the service's name in `$service`.
 * @param preparing lines of sh that run first
 * @param logger the supervisor's own logger, which prints to its output; sed adds the name, because not every logger can
 */
export function loggerScript(preparing: readonly string[], logger: string): ContextFile {
  return program(loggerProgram, [
    "#!/bin/bash",
    "# Copies a service's lines to the container's log, each prefixed with the service's name.",
    "service=$1",
    "cd / || exit",
    ...preparing,
    "# All loggers write to one log, and the logger may write a line in pieces: sed writes each line at once.",
    `exec stdbuf --output=L sed "s/^/$service: /" < <(exec ${logger})`,
  ]);
}
