import type { Service } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { loggerOf, loggerScript, longestLine } from "../folded/logger.ts";
import { asService } from "../folded/paths.ts";
import { program } from "../folded/scripts.ts";
import { commandLine } from "../shell.ts";
import { logsFolder, servicesFolder } from "./folders.ts";

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

/** Nothing is kept in the container: the engine keeps its log. */
function svlogd(): ContextFile {
  const folder = `${logsFolder}/"$service"`;
  return loggerScript(
    [`mkdir -p ${folder}`, `printf '%s\\n' '-*' 'e*' >${folder}/config`],
    `svlogd -l ${longestLine} -b ${2 * longestLine} ${folder} 2>&1`,
  );
}
