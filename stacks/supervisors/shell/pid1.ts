import type { Workload } from "../../../services/contract.ts";
import { canEnd } from "../../../services/restart.ts";
import type { ContextFile } from "../../contract.ts";
import { startOf } from "../launcher.ts";
import { program } from "../program-file.ts";
import { startProgram } from "./paths.ts";

/** The start script: all services but the last that is always started again run in the background. With that one, the container ends. */
export function pid1({ services }: Workload): ContextFile {
  const last = services.findLast((service) => !canEnd(service)) ?? services.at(-1);
  const others = services.filter((service) => service !== last);
  return program(startProgram, [
    "#!/bin/sh",
    ...others.map((service) => `${startOf(service)} &`),
    ...(last === undefined ? [] : [startOf(last)]),
  ]);
}
