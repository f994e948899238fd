import type { Service } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { commandLine } from "../../rendering/shell.ts";
import { isCompleting } from "../completion.ts";
import { direct, launchers, startOf } from "../launcher.ts";
import { loggerOf, loggerScript, longestLine } from "../logger.ts";
import { program } from "../scripts.ts";
import { logsFolder, servicesFolder } from "./paths.ts";

/** The service folders, the launchers that they run, and the logger. */
export function files(services: readonly Service[]): ContextFile[] {
  return [...launchers(services, direct), ...services.flatMap(serviceFolder), svlogd()];
}

function serviceFolder(service: Service): ContextFile[] {
  const folder = `${servicesFolder}/${service.name}`;
  return [
    program(`${folder}/run`, [
      "#!/bin/sh",
      "# Standard error goes to the logger too.",
      `exec ${startOf(service)} 2>&1`,
    ]),
    program(`${folder}/finish`, [
      "#!/bin/sh",
      "# Records how the service ended, which only runsv knows: exit code, or -1 and the signal.",
      'echo "$1 $2" >supervise/ended',
      ...(isCompleting(service) ? ["# It is not started again.", "exec sv down ."] : []),
    ]),
    program(`${folder}/log/run`, ["#!/bin/sh", `exec ${commandLine(loggerOf(service.name))}`]),
    ...stopScript(service, folder),
  ];
}

/** `runsv` runs this instead of sending TERM. */
function stopScript({ stopSignal }: Service, folder: string): ContextFile[] {
  if (stopSignal === "SIGTERM") return [];
  const signal = stopSignal.slice("SIG".length);
  return [program(`${folder}/control/t`, ["#!/bin/sh", `read -r main <supervise/pid && kill -s ${signal} "$main"`])];
}

/** svlogd keeps no log files in the container: it prints the lines. */
function svlogd(): ContextFile {
  const folder = `${logsFolder}/"$service"`;
  return loggerScript(
    [`mkdir -p ${folder}`, `printf '%s\\n' '-*' 'e*' >${folder}/config`],
    `svlogd -l ${longestLine} -b ${2 * longestLine} ${folder} 2>&1`,
  );
}

/** What users of runit should know, with either PID 1. */
export const runitWarnings: readonly string[] = [
  "a service that keeps ending restarts every second, without limit; only the health check shows it",
  "child processes that a service leaves running stay until the container stops",
  `log lines over ${longestLine} bytes are cut, and a last line without a newline is lost`,
];
