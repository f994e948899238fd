import type { Service } from "../../../services/contract.ts";
import { replicaName } from "../../rendering/replicas.ts";
import { commandLine } from "../../rendering/shell.ts";
import { loggerOf } from "../logger.ts";
import { replicaCommand, written } from "../replica.ts";
import { scanFolder } from "./paths.ts";

/** A further service folder in the scan folder, and `s6-svscanctl -a`. s6-svscan ignores names that begin with a dot. */
export function addReplica(service: Service, number: number): readonly string[] {
  const name = replicaName(service.name, number);
  const folder = `${scanFolder}/.${name}`;
  return [
    `mkdir -p ${folder}/log`,
    ...written(`${folder}/run`, ["#!/bin/sh", `exec ${commandLine(replicaCommand(service, number))} 2>&1`]),
    ...written(`${folder}/log/run`, ["#!/bin/sh", `exec ${commandLine(loggerOf(name))}`]),
    ...written(`${folder}/down-signal`, [service.stopSignal]),
    ...written(`${folder}/timeout-kill`, [String(service.stopGraceSeconds * 1000)]),
    `chmod 755 ${folder}/run ${folder}/log/run`,
    `mv ${folder} ${scanFolder}/${name}`,
    `s6-svscanctl -a ${scanFolder}`,
  ];
}
