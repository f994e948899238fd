import type { Service } from "../../../services/contract.ts";
import { canEnd, isEssential, restartOf } from "../../../services/restart.ts";
import type { ContextFile } from "../../contract.ts";
import { bash, checkPath } from "../../rendering/checks.ts";
import { rootFolder } from "../../rendering/service-files.ts";
import { commandLine } from "../../rendering/shell.ts";
import { isCompleting } from "../completion.ts";
import { launchers, startOf } from "../launcher.ts";
import { loggerOf, loggerScript, longestLine } from "../logger.ts";
import { asService } from "../paths.ts";
import { program } from "../program-file.ts";
import { scriptProgram } from "../replica.ts";
import { stopProgram, template } from "./paths.ts";

/** File descriptor on which a service's check tells s6 that the service is ready. */
const notificationFd = 3;

/** The service folders, the launchers that they run, and the logger. */
export function files(services: readonly Service[]): ContextFile[] {
  return [
    ...launchers(services, notifying),
    scriptProgram(),
    ...services.flatMap(serviceFolder),
    loggerScript([], `s6-log -l ${longestLine} 1`),
  ];
}

/** The check notifies s6 when the service is ready. */
function notifying({ health }: Service): readonly string[] {
  return ["s6-notifyoncheck", "-d", "-n", "0", "-w", "500", "-t", String(health.timeoutSeconds * 1000)];
}

function serviceFolder(service: Service): ContextFile[] {
  const { name, stopSignal, stopGraceSeconds } = service;
  const folder = `${template}/${name}`;
  return [
    program(`${folder}/run`, [
      "#!/bin/sh",
      "# Standard error goes to the logger too.",
      `exec ${startOf(service)} 2>&1`,
    ]),
    ...(canEnd(service) ? [finish(service, folder)] : []),
    ...(isCompleting(service) ? [] : readiness(service, folder)),
    program(`${folder}/log/run`, ["#!/bin/sh", `exec ${commandLine(loggerOf(name))}`]),
    setting(`${folder}/down-signal`, stopSignal),
    setting(`${folder}/timeout-kill`, stopGraceSeconds * 1000),
  ];
}

function readiness(service: Service, folder: string): ContextFile[] {
  return [
    program(`${folder}/data/check`, [
      "#!/bin/sh",
      `exec ${commandLine([asService(service.name), ...bash, checkPath(service)])} >/dev/null 2>&1`,
    ]),
    setting(`${folder}/notification-fd`, notificationFd),
  ];
}

/** s6 passes the exit code, or 256 and the signal. */
function finish(service: Service, folder: string): ContextFile {
  return program(`${folder}/finish`, [
    "#!/bin/sh",
    ...(restartOf(service) === "on-failure" ? ['[ "$1" = 0 ] || exit 0'] : []),
    ...(isEssential(service)
      ? [
          "code=$1",
          '[ "$code" != 256 ] || code=$((128 + $2))',
          "# It was not told to end. The others are stopped, which waits for this script.",
          'if [ "$(s6-svstat -o wantedup .)" = true ]; then',
          `  ${stopProgram} "$code" </dev/null >/dev/null 2>&1 &`,
          "fi",
        ]
      : []),
    "# It is not started again.",
    "exit 125",
  ]);
}

/** A file with one value. */
function setting(path: string, value: string | number): ContextFile {
  return { path: `${rootFolder}${path}`, content: `${value}\n`, mode: 0o644 };
}
