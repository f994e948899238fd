import type { Workload } from "../../../services/contract.ts";
import type { ContextFile, Rendering, Settings } from "../../contract.ts";
import { fold } from "../../rendering/folded/fold.ts";
import { ownFolder } from "../../rendering/folded/paths.ts";
import { program } from "../../rendering/folded/scripts.ts";
import { startOf, unsupervisedControl } from "../../rendering/folded/unsupervised.ts";

const startProgram = `${ownFolder}/start`;

/** @returns one container that runs a start script: all services in the background but the last */
export function render(workload: Workload, settings: Settings): Rendering {
  return fold(workload, settings, {
    packages: [],
    files: [startScript(workload), unsupervisedControl(workload)],
    command: [startProgram],
    tmpfs: {},
    logs: { kind: "mixed" },
    warnings: [
      "no service sees the stop signal: the first process is a shell, which does not pass it on; the engine kills all after the grace period",
      "nobody starts a service again that ends in the background; where the last one ends, the container does, and the engine starts all again",
      "nobody can tell which service wrote a line of the log",
    ],
  });
}

function startScript({ services }: Workload): ContextFile {
  const commands = services.map(startOf);
  const last = commands.pop() ?? "";
  return program(startProgram, ["#!/bin/sh", ...commands.map((command) => `${command} &`), last]);
}
