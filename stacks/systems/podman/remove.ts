import { execa } from "execa";
import { join } from "node:path";
import type { OwnedObject } from "../contract.ts";
import { reasonIn, type PodmanClient } from "./client.ts";

/** In an order in which they can be removed: containers before what they use. */
const commands: readonly (readonly [kind: string, command: readonly string[]])[] = [
  ["container", ["rm", "--force", "--depend", "--ignore", "--volumes", "--time", "0"]],
  ["network", []],
  ["volume", ["volume", "rm"]],
  ["image", ["image", "rm", "--force"]],
];

/** @returns what was removed, or was kept and why, one line each */
export async function removeObjects(podman: PodmanClient, objects: readonly OwnedObject[]): Promise<string[]> {
  const done: string[] = [];
  for (const [kind, command] of commands) {
    for (const object of objects.filter((one) => one.kind === kind)) {
      const { exitCode, stderr } =
        kind === "network" ? await removeNetwork(object.name) : await podman.attempt([...command, handleOf(object)]);
      done.push(
        exitCode === 0 ? `removed the ${kind} ${object.name}` : `kept the ${kind} ${object.name}: ${reasonIn(stderr)}`,
      );
    }
  }
  return done;
}

/** With the rule that it may have. */
async function removeNetwork(
  name: string,
): Promise<{ readonly exitCode: number | undefined; readonly stderr: string }> {
  const script = join(import.meta.dirname, "network.sh");
  const { exitCode, stderr } = await execa("sh", [script, "remove", name], { reject: false });
  return { exitCode, stderr };
}

function handleOf({ kind, id, name }: OwnedObject): string {
  return kind === "image" ? id : name;
}
