import type { DockerClient } from "../../docker/client.ts";
import { labelPrefix } from "../../stacks/rendering/labels.ts";

/** What stands on the engine with our labels. */
export interface EngineObjects {
  readonly containers: readonly EngineContainer[];
  readonly networks: readonly EngineObject[];
  readonly volumes: readonly EngineObject[];
  readonly images: readonly EngineObject[];
}

export interface EngineObject {
  readonly id: string;
  /** For an image `repository:tag`. */
  readonly name: string;
}

export interface EngineContainer extends EngineObject {
  readonly running: boolean;
}

/**
 * Everything that carries our labels for an instance.
 * @param stack only this stack's. @default every stack of the instance
 */
export async function engineObjects(docker: DockerClient, instance: string, stack?: string): Promise<EngineObjects> {
  const labels = [
    `label=${labelPrefix}.instance=${instance}`,
    ...(stack === undefined ? [] : [`label=${labelPrefix}.stack=${stack}`]),
  ];
  const filters = labels.flatMap((label) => ["--filter", label]);
  const list = async (command: readonly string[], format: string) => {
    const text = await docker.run([...command, ...filters, "--format", format]);
    return text
      .split("\n")
      .filter(Boolean)
      .map((line) => line.split(" "));
  };
  const [containers, networks, volumes, images] = await Promise.all([
    list(["ps", "--all", "--no-trunc"], "{{.ID}} {{.Names}} {{.State}}"),
    list(["network", "ls", "--no-trunc"], "{{.ID}} {{.Name}}"),
    list(["volume", "ls"], "{{.Name}} {{.Name}}"),
    list(["image", "ls", "--no-trunc"], "{{.ID}} {{.Repository}}:{{.Tag}}"),
  ]);
  return {
    containers: containers.map(([id = "", name = "", state = ""]) => ({ id, name, running: state === "running" })),
    networks: networks.map(pair),
    volumes: volumes.map(pair),
    images: images.map(pair),
  };
}

function pair([id = "", name = ""]: readonly string[]): EngineObject {
  return { id, name };
}
