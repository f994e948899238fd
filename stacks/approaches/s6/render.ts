import type { Workload } from "../../../services/contract.ts";
import type { Rendering, Settings } from "../../contract.ts";
import { fold } from "../../rendering/folded/fold.ts";
import { longestLine } from "../../rendering/folded/logger.ts";
import { scratchOptions } from "../../rendering/isolation.ts";
import { inTurn } from "../../rendering/order.ts";
import { control } from "./control.ts";
import { firstProcess, marginSeconds } from "./first-process.ts";
import { scanFolder, startProgram, stateFolder } from "./folders.ts";
import { serviceFolders } from "./services.ts";

/** @returns one container whose first process is s6-svscan */
export function render(workload: Workload, settings: Settings): Rendering {
  const { services } = workload;
  const folders = services.map(({ name }) => `${scanFolder}/${name}`);
  return fold(workload, settings, {
    packages: ["s6"],
    files: [...firstProcess(services), ...serviceFolders(services), control(services)],
    command: [startProgram],
    tmpfs: { [stateFolder]: `${scratchOptions},size=1m,mode=0700` },
    ordersStart: true,
    unit: { stopGraceSeconds: marginSeconds + inTurn(services, ({ stopGraceSeconds }) => stopGraceSeconds) },
    logs: { kind: "prefixed" },
    verifications: [
      { title: "s6 has every service up and ready", argv: ["s6-svwait", "-U", "-t", "10000", ...folders] },
    ],
    warnings: [
      "a service that keeps ending is started again every second, for ever: only the health check tells",
      "what a service leaves running when it ends goes on beside the next one, until the container stops",
      `a line of the log over ${longestLine} bytes is split into several, and a last one without its end is lost`,
    ],
  });
}
