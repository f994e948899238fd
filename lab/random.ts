/**
 * Pseudo-random numbers from 0 (included) to 1 (excluded), the same for the same seed on every machine (mulberry32).
 * For shuffles and simulations; not for secrets.
 * @param seed only its lowest 32 bits count
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A seed for each text (FNV-1a), so that its random numbers do not depend on what else is computed. */
export function seedOf(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}

/**
 * Random numbers of one turn of an experiment, the same for the same run, round and purpose.
 * @param purpose what they are for; with the subject's name if each subject has its own
 */
export function randomInTurn(
  purpose: string,
  { seed, round, warmUp }: { readonly seed: number; readonly round: number; readonly warmUp: boolean },
): () => number {
  return seededRandom(seedOf(`${purpose} ${round} ${warmUp ? "warm-up" : "counted"}`, seed));
}

/** Fisher-Yates shuffle. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}
