import type { Service } from "../../../services/contract.ts";
import { replicaName } from "../../rendering/replicas.ts";
import { commandLine } from "../../rendering/shell.ts";
import { loggerOf } from "../logger.ts";
import { replicaCommand, written } from "../replica.ts";
import { stateFolder, watchedFolder } from "./paths.ts";

/** A further service folder, and a link to it where runsvdir looks every five seconds. */
export function addReplica(service: Service, number: number): readonly string[] {
  const name = replicaName(service.name, number);
  const folder = `${stateFolder}/added/${name}`;
  return [
    `mkdir -p ${folder}/log`,
    ...written(`${folder}/run`, ["#!/bin/sh", `exec ${commandLine(replicaCommand(service, number))} 2>&1`]),
    ...written(`${folder}/log/run`, ["#!/bin/sh", `exec ${commandLine(loggerOf(name))}`]),
    `chmod 755 ${folder}/run ${folder}/log/run`,
    `ln -s ${folder} ${watchedFolder}/`,
  ];
}
