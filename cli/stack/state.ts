import type { PulumiRunner } from "./pulumi.ts";

/** What Pulumi believes to have deployed, by the engine's kinds of objects. */
export interface DeployedObjects {
  readonly containers: readonly DeployedObject[];
  readonly networks: readonly DeployedObject[];
  readonly volumes: readonly DeployedObject[];
  readonly images: readonly DeployedObject[];
  /** Operations that were under way when Pulumi was killed: whether they took effect is not known to it. */
  readonly pendingOperations: number;
}

export interface DeployedObject {
  readonly name: string;
  readonly id: string;
}

interface Export {
  readonly deployment: {
    readonly resources?: readonly {
      readonly type: string;
      readonly id?: string;
      readonly outputs?: { readonly name?: string };
    }[];
    readonly pending_operations?: readonly unknown[] | null;
  };
}

const types = {
  containers: "docker:index/container:Container",
  networks: "docker:index/network:Network",
  volumes: "docker:index/volume:Volume",
  images: "docker:index/remoteImage:RemoteImage",
} as const;

/** Reads a stack's state; empty where nothing is deployed. */
export async function deployedObjects(pulumi: PulumiRunner, stack: string): Promise<DeployedObjects> {
  return objectsIn(JSON.parse(await pulumi.read(["stack", "export", "--stack", stack])) as Export);
}

/** @param exported what `pulumi stack export` prints, parsed */
export function objectsIn(exported: Export): DeployedObjects {
  const resources = exported.deployment.resources ?? [];
  const of = (type: string): DeployedObject[] =>
    resources
      .filter((resource) => resource.type === type)
      .map(({ id = "", outputs }) => ({ id, name: outputs?.name ?? "" }));
  return {
    containers: of(types.containers),
    networks: of(types.networks),
    volumes: of(types.volumes),
    images: of(types.images),
    pendingOperations: exported.deployment.pending_operations?.length ?? 0,
  };
}
