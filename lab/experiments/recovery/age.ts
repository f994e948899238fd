import { randomInTurn, seededRandom, seedOf, shuffled } from "../../random.ts";
import type { Turn } from "../../tools.ts";

/** Ages in milliseconds: from just started to longer than any supervisor here waits before it calls a start successful, which is a second. */
const youngest = 300;
const oldest = 4_000;

/**
 * The age at which processes are killed in a round, in milliseconds: random, and the same for all subjects, so that they stay comparable.
 * Ages are spread over the rounds: on a logarithmic scale, each round has a part of the range for itself.
 */
export function ageOf(turn: Turn): number {
  const { seed, round, rounds, warmUp } = turn;
  const parts = shuffled([...Array(rounds).keys()], seededRandom(seedOf("parts of ages", seed)));
  const part = warmUp ? 0 : (parts[round % rounds] ?? 0);
  const random = randomInTurn("age", turn);
  const share = warmUp ? random() : (part + random()) / rounds;
  return youngest * (oldest / youngest) ** share;
}
