import type { Service } from "../../../services/contract.ts";
import { replicaOf } from "../../rendering/replicas.ts";
import { commandLine } from "../../rendering/shell.ts";
import { replicaCommand, written } from "../replica.ts";
import { programOf } from "./conf.ts";
import { addedConf } from "./paths.ts";

/** Started after all programs of the image, and stopped before them. */
const last = 999;

/** A further program and `supervisorctl update`, which leaves programs alone whose section has not changed. */
export function addReplica(service: Service, number: number): readonly string[] {
  const replica = replicaOf(service, number);
  const command = commandLine(replicaCommand(service, number)).replaceAll("%", "%%");
  return [...written(addedConf(replica.name), programOf(replica, last, command)), "supervisorctl update"];
}
