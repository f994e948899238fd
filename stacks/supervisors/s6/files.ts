import type { Service } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { checkPath } from "../../rendering/checks.ts";
import { rootFolder } from "../../rendering/service-files.ts";
import { commandLine } from "../../rendering/shell.ts";
import { loggerOf, loggerScript, longestLine } from "../logger.ts";
import { asService } from "../paths.ts";
import { program } from "../scripts.ts";
import { scanFolder, template } from "./paths.ts";

/** File descriptor on which a service's check tells s6 that the service is ready. */
const notificationFd = 3;

/** The service folders, and the logger. */
export function files(services: readonly Service[]): ContextFile[] {
  return [...services.flatMap(serviceFolder), loggerScript([], `s6-log -l ${longestLine} 1`)];
}

function serviceFolder(service: Service): ContextFile[] {
  const { name, stopSignal, stopGraceSeconds } = service;
  const folder = `${template}/${name}`;
  return [
    program(`${folder}/run`, runLines(service)),
    program(`${folder}/data/check`, [
      "#!/bin/sh",
      `exec ${commandLine([asService(name), "/bin/bash", checkPath(service)])} >/dev/null 2>&1`,
    ]),
    program(`${folder}/log/run`, ["#!/bin/sh", `exec ${commandLine(loggerOf(name))}`]),
    setting(`${folder}/notification-fd`, notificationFd),
    setting(`${folder}/down-signal`, stopSignal),
    setting(`${folder}/timeout-kill`, stopGraceSeconds * 1000),
  ];
}

function runLines({ name, command, dependsOn, health }: Service): readonly string[] {
  const needs = Object.keys(dependsOn).map((need) => `${scanFolder}/${need}`);
  const polling = ["-d", "-n", "0", "-w", "500", "-t", String(health.timeoutSeconds * 1000)];
  return [
    "#!/bin/sh",
    ...(needs.length === 0
      ? []
      : [
          "# With a timeout: an s6-svwait that outlives this script would wait forever.",
          `until s6-svwait -U -t 2000 ${commandLine(needs)} 2>/dev/null; do sleep 0.1; done`,
        ]),
    "# Standard error goes to the logger too. The check notifies s6 when the service is ready.",
    `exec s6-notifyoncheck ${commandLine(polling)} env --chdir=/ ${commandLine([asService(name), ...command])} 2>&1`,
  ];
}

/** A file with one value. */
function setting(path: string, value: string | number): ContextFile {
  return { path: `${rootFolder}${path}`, content: `${value}\n`, mode: 0o644 };
}
