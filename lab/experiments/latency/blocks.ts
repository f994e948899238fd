import { randomInTurn, shuffled } from "../../random.ts";
import type { Turn } from "../../tools.ts";

/** How often each path is visited in a cell: what drifts meanwhile meets all of them. */
const passes = 2;

/**
 * Which of some things is measured when in a cell: each once in every pass, each pass in an order of its own. The same for the same run,
 * round and subject.
 */
export function blocksOf<T>(items: readonly T[], subject: string, turn: Turn): readonly T[] {
  const random = randomInTurn(`paths ${subject}`, turn);
  return Array.from({ length: passes }, () => shuffled(items, random)).flat();
}
