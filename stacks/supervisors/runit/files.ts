import type { Service } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { commandLine } from "../../rendering/shell.ts";
import { loggerOf, loggerScript, longestLine } from "../logger.ts";
import { asService } from "../paths.ts";
import { program } from "../scripts.ts";
import { logsFolder, servicesFolder } from "./paths.ts";

/**
 * Files of every service's folder, and the logger.
 * @param waiting lines of sh that a service's `run` begins with
 */
export function runitFiles(
  services: readonly Service[],
  waiting: (service: Service) => readonly string[],
): ContextFile[] {
  return [...services.flatMap((service) => serviceFolder(service, waiting(service))), svlogd()];
}

function serviceFolder(service: Service, waiting: readonly string[]): ContextFile[] {
  const folder = `${servicesFolder}/${service.name}`;
  return [
    program(`${folder}/run`, [
      "#!/bin/sh",
      "cd / || exit",
      ...waiting,
      "# Errors go the way of output: to the logger.",
      `exec ${commandLine([asService(service.name), ...service.command])} 2>&1`,
    ]),
    program(`${folder}/finish`, [
      "#!/bin/sh",
      "# Remembers how the service ended, which runsv tells nobody else: exit code, or -1 and the signal.",
      'echo "$1 $2" >supervise/ended',
    ]),
    program(`${folder}/log/run`, ["#!/bin/sh", `exec ${commandLine(loggerOf(service.name))}`]),
    ...stopScript(service, folder),
  ];
}

/** What `runsv` runs in place of sending TERM. */
function stopScript({ stopSignal }: Service, folder: string): ContextFile[] {
  if (stopSignal === "SIGTERM") return [];
  const signal = stopSignal.slice("SIG".length);
  return [program(`${folder}/control/t`, ["#!/bin/sh", `read -r main <supervise/pid && kill -s ${signal} "$main"`])];
}

/** Nothing is kept in the container: its log is kept outside. */
function svlogd(): ContextFile {
  const folder = `${logsFolder}/"$service"`;
  return loggerScript(
    [`mkdir -p ${folder}`, `printf '%s\\n' '-*' 'e*' >${folder}/config`],
    `svlogd -l ${longestLine} -b ${2 * longestLine} ${folder} 2>&1`,
  );
}

/** What users of runit should know, whatever is PID 1. */
export const runitWarnings: readonly string[] = [
  "a service that keeps ending is started again every second, for ever: only the health check tells",
  "what a service leaves running when it ends goes on beside the next one, until the container stops",
  `a line of the log over ${longestLine} bytes is cut, and a last one without its end is lost`,
];
