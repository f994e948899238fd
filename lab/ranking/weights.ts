import { UserError } from "../../errors/user-error.ts";
import type { Weights } from "./contract.ts";
import { criteria } from "./criteria.ts";

/** All criteria have weight 1, but security and isolation have 2, since they cannot be repaired afterwards. */
export const defaultWeights: Weights = Object.fromEntries(
  criteria.map(({ name }) => [name, name === "security" || name === "isolation" ? 2 : 1]),
);

/**
 * @param text such as `memory=2,security=5`; criteria that are not named keep their default weight
 * @throws UserError for unknown names, for anything but numbers from 0, and if all weights are 0
 */
export function parseWeights(text: string): Weights {
  const given: Record<string, number> = {};
  for (const word of text.split(",").filter((part) => part.trim() !== "")) {
    const [name = "", number = "", ...rest] = word.split("=").map((part) => part.trim());
    if (!Object.hasOwn(defaultWeights, name)) throw unknown(name, text);
    const weight = number === "" || rest.length > 0 ? Number.NaN : Number(number);
    if (!Number.isFinite(weight) || weight < 0) throw notANumber(word.trim());
    given[name] = weight;
  }
  const weights = { ...defaultWeights, ...given };
  if (Object.values(weights).some((weight) => weight > 0)) return weights;
  throw new UserError({
    found: `Every weight is 0 (--weights ${text}).`,
    allowed: "at least one weight above 0",
    remedy: "give one criterion a weight.",
  });
}

function unknown(name: string, text: string): UserError {
  return new UserError({
    found: `There is no criterion "${name}" (--weights ${text}).`,
    allowed: criteria.map((criterion) => criterion.name).join(", "),
    remedy: "name criteria from this list, such as --weights memory=2,security=5",
  });
}

function notANumber(word: string): UserError {
  return new UserError({
    found: `"${word}" gives no weight.`,
    allowed: "NAME=NUMBER with a number from 0",
    remedy: "write it like --weights memory=2,security=5",
  });
}
