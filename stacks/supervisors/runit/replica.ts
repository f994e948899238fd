import type { Service } from "../../../services/contract.ts";
import { replicaName } from "../../rendering/replicas.ts";
import { replicaFolder } from "../replica.ts";
import { stateFolder, watchedFolder } from "./paths.ts";

/** A further service folder, and a link to it where runsvdir looks every five seconds. */
export function addReplica(service: Service, number: number): readonly string[] {
  const name = replicaName(service.name, number);
  const folder = `${stateFolder}/added/${name}`;
  return [...replicaFolder(folder, name, service, number), `ln -s ${folder} ${watchedFolder}/`];
}
