import { performance } from "node:perf_hooks";
import type { EngineApi } from "../docker/engine-api.ts";
import type { Work } from "../toolchain/work.ts";
import type { Arm, ArmName, Cycle } from "./arm.ts";
import { objectsOf } from "./objects.ts";
import { containerIds, untilReady } from "./readiness.ts";

/** Samples by arm, in the order of the rounds. */
export type Results = Readonly<Record<ArmName, readonly Cycle[]>>;

/** Each round begins with another arm, so that none has always the same one before it. */
export function orderOf<T>(arms: readonly T[], round: number): readonly T[] {
  const shift = round % arms.length;
  return [...arms.slice(shift), ...arms.slice(0, shift)];
}

/** Runs every arm once per round, interleaved: what slows the machine for a while slows all of them. */
export async function runRounds(arms: readonly Arm[], rounds: number, api: EngineApi, work: Work): Promise<Results> {
  const results: Record<ArmName, Cycle[]> = {
    floor: [],
    compose: [],
    "compose-kept": [],
    pulumi: [],
    "pulumi-preview": [],
  };
  for (let round = 0; round < rounds; round += 1) {
    for (const arm of orderOf(arms, round)) {
      work.update(`round ${round + 1} of ${rounds}: ${arm.title}`);
      results[arm.name].push(await measureCycle(arm, api, work));
    }
  }
  return results;
}

/** One cycle: up, up again, down. Fails where the second changes something or the third leaves something. */
export async function measureCycle(arm: Arm, api: EngineApi, work: Work): Promise<Cycle> {
  const { up, ready } = await measureUp(arm, api, work);
  const before = await containerIds(api, arm.target);
  work.detail("no-op");
  const noop = await timed(() => arm.again(work));
  const after = await containerIds(api, arm.target);
  if (before.join() !== after.join()) throw new Error(`${arm.title}: the second up replaced containers`);
  work.detail("destroy");
  const destroy = await timed(() => arm.down(work));
  const left = await objectsOf(api, arm.target.instance);
  const unwanted = [...left.containers, ...left.networks, ...left.volumes, ...(arm.removesImages ? left.images : [])];
  if (unwanted.length > 0) throw new Error(`${arm.title}: destroy left ${unwanted.join(", ")}`);
  return { up, ready, noop, destroy };
}

async function measureUp(arm: Arm, api: EngineApi, work: Work): Promise<Pick<Cycle, "up" | "ready">> {
  work.detail("up");
  const gaveUp = new AbortController();
  const started = performance.now();
  const ready = untilReady(api, arm.target, AbortSignal.any([work.signal, gaveUp.signal])).then(
    () => performance.now() - started,
  );
  try {
    const [readyMs] = await Promise.all([ready, arm.up(work)]);
    return { up: performance.now() - started, ready: readyMs };
  } finally {
    gaveUp.abort();
    // Its failure, if any, has been thrown above.
    await ready.catch(() => undefined);
  }
}

async function timed(task: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await task();
  return performance.now() - started;
}
