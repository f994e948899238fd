import type { Workload } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { isCompleting } from "../completion.ts";
import { startOf } from "../launcher.ts";
import { program } from "../scripts.ts";
import { startProgram } from "./paths.ts";

/** The start script: all services but the last that runs forever run in the background. */
export function pid1({ services }: Workload): ContextFile {
  const last = services.findLast((service) => !isCompleting(service)) ?? services.at(-1);
  const others = services.filter((service) => service !== last);
  return program(startProgram, [
    "#!/bin/sh",
    ...others.map((service) => `${startOf(service)} &`),
    ...(last === undefined ? [] : [startOf(last)]),
  ]);
}
