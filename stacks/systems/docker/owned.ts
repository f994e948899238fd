import type { DockerClient } from "../../../docker/client.ts";
import { labelPrefix } from "../../rendering/labels.ts";
import type { DataVolume, OwnedObject, Owner } from "../contract.ts";

/** Docker's kinds of objects, in an order in which they can be removed: containers before what they use. */
export const kinds = ["container", "network", "volume", "image"] as const;
export type Kind = (typeof kinds)[number];

/** A Docker object with our labels. The name of an image is `repository:tag`. */
export interface DockerObject extends OwnedObject {
  readonly kind: Kind;
  /** Names of the networks that a container is attached to. @default none */
  readonly networks?: readonly string[];
}

const completes = `{{.Label "${labelPrefix}.completes"}}`;
const volumeLabel = (name: string) => `{{.Label "${labelPrefix}.${name}"}}`;
const volumeWords = ["holds", "stack", "approach", "workload", "volume"].map(volumeLabel);

/**
 * For each kind: the command that lists it, and the format of a line: id, name, state; then for a container whether it runs to completion, and
 * its networks, and for a volume what it holds, and whose.
 */
const lists: Readonly<Record<Kind, readonly [command: readonly string[], format: string]>> = {
  container: [["ps", "--all", "--no-trunc"], `{{.ID}} {{.Names}} {{.State}} ${completes} {{.Networks}}`],
  network: [["network", "ls", "--no-trunc"], "{{.ID}} {{.Name}}"],
  volume: [["volume", "ls"], `{{.Name}} {{.Name}} running ${volumeWords.join(" ")}`],
  image: [["image", "ls", "--no-trunc"], "{{.ID}} {{.Repository}}:{{.Tag}}"],
};

/** All objects with an owner's labels. */
export async function ownedObjects(docker: DockerClient, { instance, stack }: Owner): Promise<DockerObject[]> {
  const labels = [
    `label=${labelPrefix}.instance=${instance}`,
    ...(stack === undefined ? [] : [`label=${labelPrefix}.stack=${stack}`]),
  ];
  const filters = labels.flatMap((label) => ["--filter", label]);
  const listed = await Promise.all(
    kinds.map(async (kind) => {
      const [command, format] = lists[kind];
      const text = await docker.run([...command, ...filters, "--format", format]);
      const lines = text.split("\n").filter(Boolean);
      return lines.map((line): DockerObject => {
        const [id = "", name = "", state = "running", ...more] = line.split(" ");
        const data = kind === "volume" ? dataIn(more) : undefined;
        // How a container that runs to completion has ended is the business of the readiness step.
        const completed = kind === "container" && state === "exited" && (more[0] ?? "") !== "";
        const networks = kind === "container" ? { networks: (more[1] ?? "").split(",").filter(Boolean) } : {};
        const object = { kind, id, name, works: state === "running" || completed, ...networks };
        return data === undefined ? object : { ...object, data };
      });
    }),
  );
  return listed.flat();
}

/** @param words what the volume holds, and whose it is. One without a word holds data, so that it is never removed by mistake. */
function dataIn([holds, stack = "", approach = "", workload = "", volume = ""]: readonly string[]):
  DataVolume | undefined {
  return holds === "state" ? undefined : { stack, approach, workload, volume };
}
