import { setTimeout as pause } from "node:timers/promises";
import { EngineRefusal, type EngineApi } from "../docker/engine-api.ts";
import type { Target } from "./arm.ts";

const pollMs = 50;
const deadlineMs = 180_000;

interface Inspection {
  readonly Id: string;
  readonly State: { readonly Health?: { readonly Status: string } };
}

/**
 * Waits until the entry answers 200 and every container is healthy, from before the containers exist.
 * @param signal aborted when there is no point in waiting any longer
 */
export async function untilReady(api: EngineApi, target: Target, signal: AbortSignal): Promise<void> {
  const until = Date.now() + deadlineMs;
  for (;;) {
    const [answers, healthy] = await Promise.all([answersOk(target.url), areHealthy(api, target.containers)]);
    if (answers && healthy) return;
    if (Date.now() > until) throw new Error(`${target.url} was not ready after ${deadlineMs / 1000} s`);
    await pause(pollMs, undefined, { signal });
  }
}

async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    // Nobody listens yet.
    return false;
  }
}

async function areHealthy(api: EngineApi, containers: readonly string[]): Promise<boolean> {
  const states = await Promise.all(containers.map((name) => inspectOrUndefined(api, name)));
  return states.every((state) => state?.State.Health?.Status === "healthy");
}

async function inspectOrUndefined(api: EngineApi, container: string): Promise<Inspection | undefined> {
  try {
    return (await api.call("GET", `/containers/${container}/json`)) as Inspection;
  } catch (error) {
    if (error instanceof EngineRefusal && error.status === 404) return undefined;
    throw error;
  }
}

/** Ids of the containers, to tell whether they are still the same ones. */
export async function containerIds(api: EngineApi, { containers }: Target): Promise<readonly string[]> {
  const states = await Promise.all(containers.map((name) => inspectOrUndefined(api, name)));
  return states.map((state) => state?.Id ?? "none");
}
