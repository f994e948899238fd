import { approachesNamed } from "../../stacks/approaches.ts";
import { openSystems } from "../../stacks/systems.ts";
import type { System } from "../../stacks/systems/contract.ts";
import type { Deployed } from "./deployed.ts";

/** All systems that there are. */
export async function allSystems(): Promise<readonly System[]> {
  return (await openSystems()).all;
}

/** Those that this machine can use: others have nothing here. */
export async function usable(all: readonly System[]): Promise<readonly System[]> {
  const found = all.map(async (one) => ((await one.lacksTools?.()) === undefined ? [one] : []));
  return (await Promise.all(found)).flat();
}

/** The systems that can be used, and where the one of an approach runs. */
export async function systemsFor(approach: string): Promise<Pick<Deployed, "system" | "systems" | "local">> {
  const { all, of } = await openSystems();
  const [found] = approachesNamed([approach], "from the test command");
  if (found === undefined) throw new Error(`there is no approach ${approach}`);
  const system = of(found);
  const { local } = await system.look();
  // Processes of a guest are not this machine's.
  return {
    system,
    systems: await usable(all),
    local: local && system.ownKernel !== true && process.platform === "linux",
  };
}

/** All objects of an instance on any of these systems, one line each. */
export async function objectsOn(systems: readonly System[], instance: string): Promise<string[]> {
  const owned = await Promise.all(systems.map((system) => system.owned({ instance })));
  return owned.flat().map(({ kind, name }) => `${kind} ${name}`);
}

/** Removes the volumes that `destroy` leaves, because they hold data. */
export async function removeData(systems: readonly System[], instance: string): Promise<void> {
  for (const system of systems) {
    const owned = await system.owned({ instance });
    await system.remove(owned.filter(({ data }) => data !== undefined));
  }
}

/** Removes a container behind Pulumi's back. */
export async function removeContainer({ system, instance }: Deployed, container: string): Promise<void> {
  const found = (await system.owned({ instance })).filter(
    ({ kind, name }) => kind === "container" && name === container,
  );
  if (found.length !== 1) throw new Error(`the system has ${found.length} containers named ${container}`);
  await system.remove(found);
}

/** What is in Pulumi's state and not on the system, or not as it was, one line each. */
export async function lostOf({ system, stack, instance }: Deployed): Promise<readonly string[]> {
  const resources = await stack.resources();
  const { lost, stray } = await system.drift(resources, { instance, stack: stack.name });
  if (stray.length > 0) throw new Error(`not in the state: ${stray.map(({ name }) => name).join(", ")}`);
  return lost;
}
