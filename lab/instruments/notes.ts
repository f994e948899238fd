import type { Service, Workload } from "../../services/contract.ts";
import { serviceOf } from "../roles.ts";
import type { Control } from "../tools.ts";

/** What a service noted since an order to crash or to be deaf: `start`, or the name of a signal that it ignored. */
export interface Note {
  readonly word: string;
  /** Milliseconds since 1970, by the clock of Docker's host. */
  readonly at: number;
}

/** Reads the notes of a service whose container runs. They are in its first volume, so they outlive the container. @throws if it has none */
export async function notesOf(workload: Workload, service: string, control: Control): Promise<Note[]> {
  const path = `${stateOf(serviceOf(workload, service))}/${service}.notes`;
  const { exitCode, output } = await control(service, "exec", "cat", path);
  if (exitCode !== 0) throw new Error(`the notes of ${service} cannot be read: ${output.trim()}`);
  return parseNotes(output);
}

/** @param text lines such as `start 1764151234.567` */
export function parseNotes(text: string): Note[] {
  return text
    .split("\n")
    .map((line) => line.trim().split(" "))
    .flatMap(([word = "", at = ""]) => (Number(at) > 0 ? [{ word, at: Number(at) * 1000 }] : []));
}

function stateOf({ name, volumes: [volume] }: Pick<Service, "name" | "volumes">): string {
  if (volume === undefined) throw new Error(`the service ${name} has no volume for notes`);
  return volume.path;
}
