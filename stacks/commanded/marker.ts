import type { StateResource } from "../systems/contract.ts";
import type { MadeObject } from "./contract.ts";

/** Variable of a command by which the objects that it has made are found in Pulumi's state. */
const variable = "CONTAINER_APPROACHES_OBJECTS";

/** A command of Pulumi's state, and what it has made. */
export interface MadeBy {
  readonly urn: string;
  readonly objects: readonly MadeObject[];
}

/** The variables of a command that makes objects of a system. */
export function markerOf(system: string, objects: readonly MadeObject[]): Readonly<Record<string, string>> {
  return { [variable]: objects.map(({ kind, name }) => `${system} ${kind} ${name}`).join("\n") };
}

/** The commands of a stack's state that have made objects of a system. */
export function madeIn(resources: readonly StateResource[], system: string): readonly MadeBy[] {
  return resources.flatMap(({ type, urn, outputs }) => {
    const environment = Object(outputs?.environment) as Readonly<Record<string, unknown>>;
    const text = environment[variable];
    if (type !== "command:local:Command" || urn === undefined || typeof text !== "string") return [];
    const objects = text.split("\n").flatMap((line) => {
      const [of, kind = "", ...name] = line.split(" ");
      return of === system ? [{ kind, name: name.join(" ") }] : [];
    });
    return objects.length === 0 ? [] : [{ urn, objects }];
  });
}
