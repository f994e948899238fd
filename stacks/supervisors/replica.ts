import type { Service } from "../../services/contract.ts";
import type { ContextFile } from "../contract.ts";
import { commandLine } from "../rendering/shell.ts";
import { loggerOf } from "./logger.ts";
import { asService, ownFolder } from "./paths.ts";
import { program } from "./program-file.ts";

/** The command of a further copy of a service, added while the container runs: the image has no launcher for it. */
export function replicaCommand({ name, command, foreign }: Service, number: number): readonly string[] {
  // A root of its own may have no such program, and nothing in it asks for the number.
  const numbered = foreign === undefined ? ["env", `REPLICA=${number}`] : [];
  return [asService(name), ...numbered, ...command];
}

/** Lines of sh that write a file with these lines. */
export function written(path: string, lines: readonly string[]): readonly string[] {
  return [`cat >${path} <<'END_OF_FILE'`, ...lines, "END_OF_FILE"];
}

const interpreter = `${ownFolder}/script`;

/** What a `run` of a service folder can be a link to, where the folder may be written to and nothing in it executed. */
export const scriptProgram = (): ContextFile =>
  program(interpreter, [
    "#!/bin/sh",
    "# Runs the script in the folder that it was started in.",
    "exec /bin/sh ./script",
  ]);

/** Lines of sh that make a folder for such a copy, with a logger, for supervisors with a folder per service. @param name of the copy */
export function replicaFolder(folder: string, name: string, service: Service, number: number): readonly string[] {
  const parts = [
    { place: folder, command: `exec ${commandLine(replicaCommand(service, number))} 2>&1` },
    { place: `${folder}/log`, command: `exec ${commandLine(loggerOf(name))}` },
  ];
  return [
    `mkdir -p ${folder}/log`,
    ...parts.flatMap(({ place, command }) => [
      ...written(`${place}/script`, [command]),
      `ln -s ${interpreter} ${place}/run`,
    ]),
  ];
}
