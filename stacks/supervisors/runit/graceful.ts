import type { Service } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { checkPath } from "../../rendering/checks.ts";
import { commandLine } from "../../rendering/shell.ts";
import { longestGrace, type Supervisor } from "../contract.ts";
import { asService } from "../paths.ts";
import { program } from "../scripts.ts";
import { runitControl } from "./control.ts";
import { runitFiles, runitWarnings } from "./files.ts";
import { runitScratch, servicesFolder, stateLinks } from "./paths.ts";
import { marginSeconds, pid1, pid1Program } from "./pid1.ts";

/** runit as a container needs it: a PID 1 that lets services stop, and services that wait for what they need. */
export const gracefulRunit: Supervisor = {
  name: "runit",
  traits: {
    restartsServices: true,
    stopsGracefully: true,
    reapsOrphans: true,
    separatesLogs: true,
    ordersStart: true,
    stopExitCode: 0,
  },
  supervise: ({ services }) => ({
    packages: ["runit"],
    files: [
      pid1(services),
      ...runitFiles(services, (service) => waitForNeeds(service, services)),
      ...services.map(checkFile),
      runitControl(services),
    ],
    command: [pid1Program],
    instructions: stateLinks(services),
    scratch: runitScratch,
    stop: { signal: "SIGTERM", graceSeconds: marginSeconds + longestGrace(services) },
    log: "prefixed",
    verifications: [
      {
        title: "sv finds every service in the state that it should be in, and its check passes",
        argv: ["sv", "-w", "10", "check", ...services.map(({ name }) => `${servicesFolder}/${name}`)],
      },
    ],
    warnings: runitWarnings,
  }),
};

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
