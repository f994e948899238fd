import type { Drift, OwnedObject, Owner, StateResource, System } from "../../stacks/systems/contract.ts";

/**
 * Removes all objects of an owner from every system, except volumes that hold data.
 * @returns what was removed, one line each
 */
export async function sweep(systems: readonly System[], owner: Owner): Promise<string[]> {
  return removeWhere(systems, owner, ({ data }) => data === undefined);
}

/** The same, with the data: for what only tests and the lab have deployed, or for who asks for it. */
export async function sweepWithData(systems: readonly System[], owner: Owner): Promise<string[]> {
  return removeWhere(systems, owner, () => true);
}

async function removeWhere(
  systems: readonly System[],
  owner: Owner,
  goes: (object: OwnedObject) => boolean,
): Promise<string[]> {
  const removed = await Promise.all(
    systems.map(async (system) => system.remove((await system.owned(owner)).filter(goes))),
  );
  return removed.flat();
}

/** A system, and its drift from a stack's state. */
export interface SystemDrift {
  readonly system: System;
  readonly drift: Drift;
}

/** Compares a stack's state with every system; changes nothing. */
export async function driftOf(
  systems: readonly System[],
  resources: readonly StateResource[],
  owner: Required<Owner>,
): Promise<SystemDrift[]> {
  return Promise.all(systems.map(async (system) => ({ system, drift: await system.drift(resources, owner) })));
}
