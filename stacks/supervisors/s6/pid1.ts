import type { Service } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { startGroups } from "../../rendering/order.ts";
import { program } from "../program-file.ts";
import { scanFolder, startProgram, stateFolder, stopProgram, template } from "./paths.ts";

/** Keeps the exit code of the container until it ends. */
const codeFile = `${stateFolder}/exit-code`;

/** Seconds that the loggers have at the end. */
const loggerSeconds = 2;

/** Seconds that a stop may take beyond the services' grace periods. */
export const marginSeconds = loggerSeconds + 1;

/** The script that becomes s6-svscan, and those that s6-svscan runs at a signal and at its end. */
export function pid1(services: readonly Service[]): ContextFile[] {
  const hook = (name: string, lines: readonly string[]) => program(`${template}/.s6-svscan/${name}`, lines);
  return [
    program(startProgram, [
      "#!/bin/sh",
      "# s6 writes into its folders, and the root is read-only: so it gets folders elsewhere, with links to the files here.",
      `cp -rs ${template} ${scanFolder} || exit`,
      `exec s6-svscan ${scanFolder}`,
    ]),
    program(stopProgram, stopLines(services)),
    ...["SIGTERM", "SIGINT", "SIGQUIT"].map((signal) => hook(signal, ["#!/bin/sh", `exec ${stopProgram}`])),
    hook("finish", ["#!/bin/sh", "code=1", `read -r code 2>/dev/null <${codeFile}`, 'exit "$code"']),
    hook("crash", ["#!/bin/sh", "exit 1"]),
  ];
}

/** Exit code 137 if a service had to be killed, as of a killed container; an essential service that ended comes first. */
function stopLines(services: readonly Service[]): readonly string[] {
  const groups = [...startGroups(services)].reverse();
  return [
    "#!/bin/sh",
    "# stop [CODE]: stops services, dependencies last, and then s6-svscan, which waits for the loggers. The container ends with the code.",
    `mkdir ${stateFolder}/stopping 2>/dev/null || exit 0`,
    `cd ${scanFolder} || exit`,
    "code=0",
    "stop_group() {",
    "  wait_ms=$1",
    "  shift",
    "  up=",
    "  for service; do",
    '    [ "$(s6-svstat -o up "$service")" != true ] || up="$up $service"',
    '    s6-svc -d "$service"',
    "  done",
    '  s6-svwait -D -t "$wait_ms" "$@"',
    "  for service in $up; do",
    '    [ "$(s6-svstat -o signal "$service")" != SIGKILL ] || code=137',
    "  done",
    "}",
    ...groups.map((group) => `stop_group ${waitMs(group)} ${group.map(({ name }) => name).join(" ")}`),
    `echo "\${1:-$code}" >${codeFile}`,
    "s6-svscanctl -t .",
    "# A logger waits while some process can still write, such as one that a service left running: this limits the wait.",
    `sleep ${loggerSeconds}`,
    `for service in ${services.map(({ name }) => name).join(" ")}; do s6-svc -k "$service/log" 2>/dev/null; done`,
  ];
}

/** The grace period, after which s6 kills, and a second for killed processes to end. */
function waitMs(group: readonly Service[]): number {
  return Math.max(...group.map(({ stopGraceSeconds }) => stopGraceSeconds)) * 1000 + 1000;
}
