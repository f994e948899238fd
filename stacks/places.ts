import type { Place, System } from "./systems/contract.ts";

/** Where systems are, by their names: the stack output `systems`. */
export async function placesOf(systems: readonly System[]): Promise<Readonly<Record<string, Place>>> {
  const each = [...new Set(systems)].map(async (system) => [system.name, await system.place()] as const);
  return Object.fromEntries(await Promise.all(each));
}
