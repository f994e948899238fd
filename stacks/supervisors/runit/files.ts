import type { Service } from "../../../services/contract.ts";
import { canEnd, restartOf } from "../../../services/restart.ts";
import type { ContextFile } from "../../contract.ts";
import { commandLine } from "../../rendering/shell.ts";
import { direct, launchers, startOf } from "../launcher.ts";
import { loggerOf, loggerScript, longestLine } from "../logger.ts";
import { program } from "../program-file.ts";
import { scriptProgram } from "../replica.ts";
import { logsFolder, servicesFolder } from "./paths.ts";

/**
 * The service folders, the launchers that they run, and the logger.
 * @param atLastEnd lines of sh for the end of a service that is not started again; `$code` is its exit code, 128 and more for a signal
 */
export function files(services: readonly Service[], atLastEnd: (service: Service) => readonly string[]): ContextFile[] {
  return [
    ...launchers(services, direct),
    scriptProgram(),
    ...services.flatMap((service) => serviceFolder(service, atLastEnd(service))),
    svlogd(),
  ];
}

function serviceFolder(service: Service, atLastEnd: readonly string[]): ContextFile[] {
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
      ...(canEnd(service) ? staysDown(service, atLastEnd) : []),
    ]),
    program(`${folder}/log/run`, ["#!/bin/sh", `exec ${commandLine(loggerOf(service.name))}`]),
    ...stopScript(service, folder),
  ];
}

function staysDown(service: Service, atLastEnd: readonly string[]): readonly string[] {
  return [
    "code=$1",
    '[ "$code" != -1 ] || code=$((128 + ($2 & 127)))',
    ...(restartOf(service) === "on-failure" ? ['[ "$code" = 0 ] || exit 0'] : []),
    ...atLastEnd,
    "# It is not started again.",
    "exec sv down .",
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
