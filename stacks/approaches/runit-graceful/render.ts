import type { Service, Workload } from "../../../services/contract.ts";
import type { ContextFile, Rendering, Settings } from "../../contract.ts";
import { checkPath } from "../../rendering/checks.ts";
import { fold } from "../../rendering/folded/fold.ts";
import { longestLine } from "../../rendering/folded/logger.ts";
import { asService } from "../../rendering/folded/paths.ts";
import { program } from "../../rendering/folded/scripts.ts";
import { runitControl } from "../../rendering/runit/control.ts";
import { runitFiles } from "../../rendering/runit/files.ts";
import { runitTmpfs, servicesFolder, stateLinks } from "../../rendering/runit/folders.ts";
import { commandLine } from "../../rendering/shell.ts";
import { firstProcess, firstProgram, marginSeconds } from "./first-process.ts";

/** @returns one container whose first process stops what runit runs */
export function render(workload: Workload, settings: Settings): Rendering {
  const { services } = workload;
  return fold(workload, settings, {
    packages: ["runit"],
    files: [
      firstProcess(services),
      ...runitFiles(services, (service) => waitForNeeds(service, services)),
      ...services.map(checkFile),
      runitControl(services),
    ],
    command: [firstProgram],
    instructions: stateLinks(services),
    tmpfs: runitTmpfs,
    ordersStart: true,
    unit: { stopGraceSeconds: marginSeconds + Math.max(...services.map(({ stopGraceSeconds }) => stopGraceSeconds)) },
    logs: { kind: "prefixed" },
    verifications: [
      {
        title: "sv finds every service in the state that it should be in, and its check passes",
        argv: ["sv", "-w", "10", "check", ...services.map(({ name }) => `${servicesFolder}/${name}`)],
      },
    ],
    warnings: [
      "a service that keeps ending is started again every second, for ever: only the health check tells",
      "what a service leaves running when it ends goes on beside the next one, until the container stops",
      `a line of the log over ${longestLine} bytes is cut, and a last one without its end is lost`,
    ],
  });
}

/** Found out anew at each start: runit itself knows no order. */
function waitForNeeds({ dependsOn }: Service, services: readonly Service[]): readonly string[] {
  const needs = services.filter(({ name }) => dependsOn.includes(name));
  return needs.map((need) => {
    const check = ["timeout", String(need.health.timeoutSeconds), ...checkWords(need)];
    return `until ${commandLine(check)} >/dev/null 2>&1; do sleep 0.5; done`;
  });
}

/** What `sv check` asks. */
function checkFile(service: Service): ContextFile {
  return program(`${servicesFolder}/${service.name}/check`, [
    "#!/bin/sh",
    `exec ${commandLine(checkWords(service))} >/dev/null 2>&1`,
  ]);
}

function checkWords(service: Service): readonly string[] {
  return [asService(service.name), "/bin/bash", checkPath(service)];
}
