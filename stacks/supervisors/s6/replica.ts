import type { Service } from "../../../services/contract.ts";
import { replicaName } from "../../rendering/replicas.ts";
import { replicaFolder, written } from "../replica.ts";
import { scanFolder } from "./paths.ts";

/** A further service folder in the scan folder, and `s6-svscanctl -a`. s6-svscan ignores names that begin with a dot. */
export function addReplica(service: Service, number: number): readonly string[] {
  const name = replicaName(service.name, number);
  const folder = `${scanFolder}/.${name}`;
  return [
    ...replicaFolder(folder, name, service, number),
    ...written(`${folder}/down-signal`, [service.stopSignal]),
    ...written(`${folder}/timeout-kill`, [String(service.stopGraceSeconds * 1000)]),
    `mv ${folder} ${scanFolder}/${name}`,
    `s6-svscanctl -a ${scanFolder}`,
  ];
}
