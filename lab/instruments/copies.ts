import { EngineRefusal } from "../../docker/engine-api.ts";
import type { Tools } from "../tools.ts";
import type { Clones } from "../tools/containers.ts";
import { usageOfAll, type Group, type Pages, type Usage } from "./usage.ts";

/** Copies created in parallel, as a deployment tool would do. */
const atOnce = 3;

/**
 * Adds copies until there are enough or Docker refuses one.
 * @param copies are added to
 * @param make creates the copy with this number
 * @returns why Docker refused; undefined if it did not
 */
export async function addCopies(
  until: number,
  copies: Clones[],
  make: (number: number) => Promise<Clones>,
): Promise<string | undefined> {
  let refusal: string | undefined;
  let next = copies.length;
  const worker = async () => {
    while (next < until && refusal === undefined) {
      const number = next;
      next += 1;
      try {
        const made = await make(number);
        copies.push(made);
        await made.start();
      } catch (error) {
        if (!(error instanceof EngineRefusal)) throw error;
        refusal = error.message;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return refusal;
}

/** Removes copies that Docker created and refused to start. */
export async function removeStopped(copies: Clones[], state: Tools["containers"]["state"]): Promise<void> {
  for (const copy of [...copies]) {
    const states = await Promise.all(copy.names.map(state));
    if (states.every(({ running }) => running)) continue;
    await copy.remove();
    copies.splice(copies.indexOf(copy), 1);
  }
}

/** What copies add, one after the other. */
export interface Growth {
  readonly usage: Usage;
  /** Pages of the original, of the original and the first copy, and so on. */
  readonly pages: readonly Pages[];
}

/** Measures an original with its copies, once all copies are healthy and memory stands still. */
export async function growthOf(
  { containers, host }: Pick<Tools, "containers" | "host">,
  original: Group,
  copies: readonly Group[],
): Promise<Growth> {
  const names = copies.flatMap((copy) => copy.containers);
  // A service that still waits for another one can stand still, too.
  await containers.untilHealthy(120_000, names);
  const { usage, growth } = await usageOfAll(containers, host, [original, ...copies], { settle: "processes" });
  return { usage, pages: growth };
}

/**
 * What each of several equal deployments needs, if a further one adds as much as the ones that were measured.
 * @param first bytes of the first, alone
 * @param further bytes that a further one adds
 */
export function shareInCrowd(first: number, further: number, size: number): number {
  return (first + (size - 1) * further) / size;
}
