import type { Workload } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { program } from "../scripts.ts";
import { startOf } from "../unsupervised.ts";
import { startProgram } from "./paths.ts";

/** The start script: all services but the last run in the background. */
export function pid1({ services }: Workload): ContextFile {
  const commands = services.map(startOf);
  const last = commands.pop() ?? "";
  return program(startProgram, ["#!/bin/sh", ...commands.map((command) => `${command} &`), last]);
}
