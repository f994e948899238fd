import type { ContainerLook, EngineLook } from "../../../stacks/engine/look.ts";

/** A running container of the sample scope that publishes nothing. */
export function containerLook(given: Partial<ContainerLook> = {}): ContainerLook {
  return {
    name: "ca-000000-separate-server",
    running: true,
    ports: "",
    instance: "000000",
    stack: "separate",
    approach: "separate",
    entryPort: undefined,
    ...given,
  };
}

/** Somebody else's container: none of our labels. */
export function foreignContainer(given: Partial<ContainerLook> = {}): ContainerLook {
  return containerLook({ name: "theirs", instance: "", stack: "", approach: "", ...given });
}

/** An engine with these containers and images. */
export function engineLook(given: Partial<EngineLook> = {}): EngineLook {
  return { version: "28.2.2", apiVersion: "1.50", containers: [], images: new Map(), ...given };
}
