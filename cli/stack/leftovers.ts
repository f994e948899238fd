import type { Drift, Owner, StateResource, System } from "../../stacks/systems/contract.ts";

/**
 * Removes all objects of an owner from every system.
 * @returns what was removed, one line each
 */
export async function sweep(systems: readonly System[], owner: Owner): Promise<string[]> {
  const removed = await Promise.all(systems.map(async (system) => system.remove(await system.owned(owner))));
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
