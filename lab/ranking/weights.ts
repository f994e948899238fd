import { UserError } from "../../errors/user-error.ts";
import { rules } from "../rules/rules.ts";
import type { Weights } from "./contract.ts";
import { criteria } from "./criteria.ts";

/** The preset that counts unless another one is named. */
export const defaultPreset = "production";

/** Names of the presets. */
export const presetNames: readonly string[] = Object.keys(rules.ranking.presets);

/**
 * The weights of a preset.
 * @throws UserError for an unknown name
 */
export function presetWeights(name: string): Weights {
  const preset = Object.hasOwn(rules.ranking.presets, name) ? rules.ranking.presets[name] : undefined;
  if (preset !== undefined) return preset.weights;
  throw new UserError({
    found: `There is no preset "${name}" (--preset ${name}).`,
    allowed: presetNames.join(", "),
    remedy: "name one of these, and change single weights with --weights.",
  });
}

export const defaultWeights: Weights = presetWeights(defaultPreset);

/**
 * @param text such as `memory=2,security=5`; criteria that are not named keep their weight
 * @param preset weights to start from
 * @throws UserError for unknown names, for anything but numbers from 0, and if all weights are 0
 */
export function parseWeights(text: string, preset: Weights = defaultWeights): Weights {
  const given: Record<string, number> = {};
  for (const word of text.split(",").filter((part) => part.trim() !== "")) {
    const [name = "", number = "", ...rest] = word.split("=").map((part) => part.trim());
    if (!Object.hasOwn(defaultWeights, name)) throw unknown(name, text);
    const weight = number === "" || rest.length > 0 ? Number.NaN : Number(number);
    if (!Number.isFinite(weight) || weight < 0) throw notANumber(word.trim());
    given[name] = weight;
  }
  const weights = { ...preset, ...given };
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
