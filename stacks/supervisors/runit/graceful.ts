import type { Service } from "../../../services/contract.ts";
import { isEssential } from "../../../services/restart.ts";
import type { ContextFile } from "../../contract.ts";
import { bash, checkPath } from "../../rendering/checks.ts";
import { commandLine } from "../../rendering/shell.ts";
import { longRunning } from "../completion.ts";
import { allTraits, longestGrace, type Supervisor } from "../contract.ts";
import { asService } from "../paths.ts";
import { program } from "../program-file.ts";
import { control } from "./control.ts";
import { files, runitWarnings } from "./files.ts";
import { runitScratch, servicesFolder, stateLinks } from "./paths.ts";
import { codeFile, marginSeconds, pid1, pid1Program } from "./pid1.ts";
import { addReplica } from "./replica.ts";

/** runit with what containers need: a PID 1 that sends services their stop signal. */
export const gracefulRunit: Supervisor = {
  name: "runit",
  traits: allTraits,
  addReplica,
  supervise: ({ services }) => ({
    packages: ["runit"],
    files: [pid1(services), ...files(services, endAll), ...longRunning(services).map(checkFile), control(services)],
    command: [pid1Program],
    instructions: stateLinks(services),
    scratch: runitScratch,
    stop: { signal: "SIGTERM", graceSeconds: marginSeconds + longestGrace(services) },
    log: "prefixed",
    verifications: [
      {
        title: "sv finds every service in the wanted state, and its check passes",
        argv: ["sv", "-w", "10", "check", ...services.map(({ name }) => `${servicesFolder}/${name}`)],
      },
    ],
    warnings: runitWarnings,
  }),
};

/** PID 1 stops the others, unless the service was told to end: then runsv has written so. */
function endAll(service: Service): readonly string[] {
  if (!isEssential(service)) return [];
  return [`case $(cat supervise/stat) in *want*) ;; *) echo "$code" >${codeFile} && kill -s TERM 1 ;; esac`];
}

/** What `sv check` runs. */
function checkFile(service: Service): ContextFile {
  return program(`${servicesFolder}/${service.name}/check`, [
    "#!/bin/sh",
    `exec ${commandLine([asService(service.name), ...bash, checkPath(service)])} >/dev/null 2>&1`,
  ]);
}
