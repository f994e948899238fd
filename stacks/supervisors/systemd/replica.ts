import type { Service } from "../../../services/contract.ts";
import { quote } from "../../rendering/shell.ts";
import { readyProgram, recordProgram, runtimeUnitsFolder, unitName, unitsFolder } from "./paths.ts";

/**
 * A template unit, made from the service's own, and an instance of it. Its check would be that of the first copy, so it counts as started
 * once its command runs.
 */
export function addReplica({ name }: Service, number: number): readonly string[] {
  const template = `${runtimeUnitsFolder}/${name}@.service`;
  const edits = [
    `s|^ExecStartPost=.*${readyProgram} .*||`,
    `s|${recordProgram} ${name}$|${recordProgram} %p_%i|`,
    // The service's own FIFO would name the first copy in the log.
    `s|^StandardOutput=.*|StandardOutput=journal|`,
    `s|^SyslogIdentifier=.*|SyslogIdentifier=%p_%i|`,
    `s|^Environment=REPLICA=.*|Environment=REPLICA=%i|`,
  ];
  return [
    `mkdir -p ${runtimeUnitsFolder}`,
    `sed ${edits.map((edit) => `-e ${quote(edit)}`).join(" ")} ${unitsFolder}/${unitName(name)} >${template}`,
    "systemctl daemon-reload",
    `systemctl start ${name}@${number}.service`,
  ];
}
