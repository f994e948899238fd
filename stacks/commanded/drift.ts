import type { Drift, OwnedObject, StateResource } from "../systems/contract.ts";
import type { MadeObject } from "./contract.ts";
import { madeIn } from "./marker.ts";

/**
 * Compares what commands have made with what exists; changes nothing. A command cannot be refreshed, so what is lost is made again by replacing it.
 * @param resources all of the stack's
 * @param present what exists, with the stack's labels
 */
export function commandedDrift(
  system: string,
  resources: readonly StateResource[],
  present: readonly OwnedObject[],
): Drift {
  const made = madeIn(resources, system);
  const isSame = (object: MadeObject) => (one: MadeObject) => one.kind === object.kind && one.name === object.name;
  const known = made.flatMap(({ objects }) => objects);
  const losses = made.flatMap(({ urn, objects }) => {
    const lines = objects.flatMap((object) => lossOf(object, present.find(isSame(object))));
    return lines.length === 0 ? [] : [{ urn, lines }];
  });
  // A data volume that the state does not have was left on purpose: the next deployment adopts it.
  const stray = present.filter((object) => object.data === undefined && !known.some(isSame(object)));
  const replaced = losses.map(({ urn }) => urn);
  return { lost: losses.flatMap(({ lines }) => lines), stray, ...(replaced.length === 0 ? {} : { replaced }) };
}

function lossOf({ kind, name }: MadeObject, found: OwnedObject | undefined): string[] {
  if (found === undefined) return [`${kind} ${name} is gone`];
  return found.works ? [] : [`${kind} ${name} does not run`];
}
