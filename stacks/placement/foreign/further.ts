import { wantedPort } from "../../../services/foreign/as-workload.ts";
import type { ForeignPort } from "../../../services/foreign/contract.ts";
import type { FurtherPort } from "../../container-plan.ts";

/** A port that is published beside the entry, at the host's port that the file names. */
export function furtherPort(port: ForeignPort): FurtherPort {
  const external = wantedPort(port);
  return { port: port.target, protocol: port.protocol, ...(external === undefined ? {} : { external }) };
}
