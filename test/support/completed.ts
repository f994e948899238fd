import assert from "node:assert/strict";
import { attempt, logLines } from "./control.ts";
import type { Deployed } from "./deployed.ts";
import { signOf } from "./roles.ts";

/** Services that run to completion. */
export function completing({ workload }: Pick<Deployed, "workload">) {
  return workload.services.filter(({ completes }) => completes !== undefined);
}

/** Name of each of them to how often it has logged that it started. */
export async function startsOf(deployed: Deployed): Promise<Readonly<Record<string, number>>> {
  const counts = completing(deployed).map(async (service) => {
    const sign = signOf(service, "started");
    const lines = sign === undefined ? [] : await logLines(deployed.deployment, service.name);
    return [service.name, lines.filter(({ text }) => sign?.test(text) === true).length] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

/** Asserts that all of them have completed. */
export async function assertCompleted(deployed: Deployed): Promise<void> {
  for (const { name } of completing(deployed)) {
    const { exitCode, output } = await attempt(deployed.deployment, name, "status");
    assert.match(output, /^completed \(.+\)$/, name);
    assert.equal(exitCode, 0, name);
  }
}
