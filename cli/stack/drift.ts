import type { EngineObject, EngineObjects } from "./engine-objects.ts";
import type { DeployedObject, DeployedObjects } from "./state.ts";

/** What differs between Pulumi's state and the engine. */
export interface Drift {
  /** In the state, and gone or dead on the engine: one line each. A refresh mends them. */
  readonly lost: readonly string[];
  /** On the engine with the stack's labels, and in no state: left by a run that was killed before it could note them. */
  readonly stray: EngineObjects;
}

/** Compares; changes nothing. */
export function findDrift(state: DeployedObjects, engine: EngineObjects): Drift {
  const networks = strays(state.networks, engine.networks);
  // Containers hang on a network that has to go, and there is no telling which from here: they all go with it and are made again.
  const usable = networks.length === 0 ? engine.containers : [];
  const lostContainers = state.containers.flatMap((object) => {
    if (usable.some(({ id, running }) => id === object.id && running)) return [];
    return [`container ${object.name} ${stateOf(object, engine, networks)}`];
  });
  return {
    lost: [
      ...lostContainers,
      ...lost("network", state.networks, engine.networks),
      ...lost("volume", state.volumes, engine.volumes),
    ],
    stray: {
      containers: networks.length === 0 ? strays(state.containers, engine.containers) : engine.containers,
      networks,
      volumes: strays(state.volumes, engine.volumes),
      images: engine.images.filter(({ name }) => !state.images.some((image) => image.name === name)),
    },
  };
}

function stateOf(
  { id }: DeployedObject,
  { containers }: EngineObjects,
  strayNetworks: readonly EngineObject[],
): string {
  if (!containers.some((container) => container.id === id)) return "is gone";
  return strayNetworks.length > 0 ? "may hang on a network that no state knows" : "does not run";
}

function lost(kind: string, expected: readonly DeployedObject[], present: readonly EngineObject[]): string[] {
  return expected
    .filter(({ id }) => !present.some((object) => object.id === id))
    .map(({ name }) => `${kind} ${name} is gone`);
}

function strays<T extends EngineObject>(expected: readonly DeployedObject[], present: readonly T[]): T[] {
  return present.filter(({ id }) => !expected.some((object) => object.id === id));
}
