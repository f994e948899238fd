import type { Service } from "../../services/contract.ts";
import { asService } from "./paths.ts";

/** The command of a further copy of a service, added while the container runs: the image has no launcher for it. */
export function replicaCommand({ name, command }: Service, number: number): readonly string[] {
  return [asService(name), "env", `REPLICA=${number}`, ...command];
}

/** Lines of sh that write a file with these lines. */
export function written(path: string, lines: readonly string[]): readonly string[] {
  return [`cat >${path} <<'END_OF_FILE'`, ...lines, "END_OF_FILE"];
}
