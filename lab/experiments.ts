import { UserError } from "../errors/user-error.ts";
import type { Experiment } from "./contract.ts";
import { blast } from "./experiments/blast.ts";
import { cold } from "./experiments/cold.ts";
import { complexity } from "./experiments/complexity.ts";
import { crashloop } from "./experiments/crashloop.ts";
import { deaf } from "./experiments/deaf.ts";
import { density } from "./experiments/density.ts";
import { deploying } from "./experiments/deploying.ts";
import { footprint } from "./experiments/footprint.ts";
import { grants } from "./experiments/grants.ts";
import { identity } from "./experiments/identity.ts";
import { image } from "./experiments/image.ts";
import { keeper } from "./experiments/keeper.ts";
import { latency } from "./experiments/latency.ts";
import { logs } from "./experiments/logs.ts";
import { memory } from "./experiments/memory.ts";
import { polling } from "./experiments/polling.ts";
import { posture } from "./experiments/posture.ts";
import { recovery } from "./experiments/recovery.ts";
import { scaling } from "./experiments/scaling.ts";
import { shutdown } from "./experiments/shutdown.ts";
import { startup } from "./experiments/startup.ts";
import { state } from "./experiments/state.ts";
import { tail } from "./experiments/tail.ts";
import { update } from "./experiments/update.ts";
import { zombies } from "./experiments/zombies.ts";

/** Every experiment, in the order in which they run: one file, one line. */
export const experiments: readonly Experiment[] = [
  image,
  complexity,
  identity,
  polling,
  posture,
  grants,
  state,
  zombies,
  shutdown,
  memory,
  startup,
  cold,
  footprint,
  latency,
  tail,
  recovery,
  update,
  scaling,
  deploying,
  density,
  keeper,
  logs,
  crashloop,
  deaf,
  blast,
];

/** @throws UserError that lists what exists */
export function experimentsNamed(names: readonly string[]): Experiment[] {
  return names.map((name) => {
    const found = experiments.find((one) => one.name === name);
    if (found !== undefined) return found;
    throw new UserError({
      found: `There is no experiment "${name}".`,
      allowed: experiments.map((one) => one.name).join(", "),
      remedy: "npm run compare -- --list shows the question of each",
    });
  });
}
