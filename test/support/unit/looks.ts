import type { ContainerLook, NetworkLook, SystemLook, VolumeLook } from "../../../stacks/systems/contract.ts";

/** A running container of the sample scope that publishes nothing. */
export function containerLook(given: Partial<ContainerLook> = {}): ContainerLook {
  return {
    name: "ca-000000-separate-server",
    running: true,
    hostPorts: [],
    instance: "000000",
    stack: "separate",
    approach: "separate",
    entryPort: undefined,
    ...given,
  };
}

/** A container of another owner: none of our labels. */
export function foreignContainer(given: Partial<ContainerLook> = {}): ContainerLook {
  return containerLook({ name: "theirs", instance: "", stack: "", approach: "", ...given });
}

/** A network of the sample scope. */
export function networkLook(given: Partial<NetworkLook> = {}): NetworkLook {
  return { name: "ca-000000-separate-back", instance: "000000", stack: "separate", approach: "separate", ...given };
}

/** A system of this machine with these containers and images. */
export function systemLook(given: Partial<SystemLook> = {}): SystemLook {
  return { containers: [], networks: [], volumes: [], images: new Map(), local: true, ...given };
}

/** A data volume of the sample scope that nothing uses. */
export function volumeLook(given: Partial<VolumeLook> = {}): VolumeLook {
  return {
    name: "ca-000000-separate-hello-data",
    users: [],
    isState: false,
    instance: "000000",
    stack: "separate",
    approach: "separate",
    workload: "hello",
    volume: "data",
    ...given,
  };
}
