import { execa } from "execa";
import type { OwnedObject } from "../systems/contract.ts";
import { containerFolder, hostLib, networkFolder, volumeFolder } from "./contract.ts";

const root = new URL("../..", import.meta.url).pathname;

/** In an order in which they can be removed, each with the command that removes one. */
const commands: readonly (readonly [
  kind: string,
  command: (system: string, object: OwnedObject) => readonly string[],
])[] = [
  ["container", (system, { name }) => ["sh", "stacks/keeper/remove.sh", containerFolder(system, name), "now"]],
  ["network", (system, { name }) => ["sh", "stacks/keeper/lib/network.sh", "remove", networkFolder(system, name)]],
  ["volume", (system, { name }) => ["sh", "stacks/keeper/drop.sh", volumeFolder(system, name)]],
  ["image", (system, { id }) => ["sh", "stacks/keeper/drop.sh", `${hostLib}/${system}/images/${id}`]],
];

/** @returns what was removed, or was kept and why, one line each */
export async function removeKept(system: string, objects: readonly OwnedObject[]): Promise<string[]> {
  const done: string[] = [];
  for (const [kind, commandOf] of commands) {
    for (const object of objects.filter((one) => one.kind === kind)) {
      const [command = "", ...args] = commandOf(system, object);
      const { failed, stderr } = await execa(command, args, { cwd: root, reject: false });
      done.push(failed ? `kept the ${kind} ${object.name}: ${stderr.trim()}` : `removed the ${kind} ${object.name}`);
    }
  }
  return done;
}
