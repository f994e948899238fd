import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "../../errors/user-error.ts";
import type { StackOutputs } from "../../stacks/outputs.ts";
import { ask, complaintOf, troubleIn, type Controlled, type Trouble } from "./trouble.ts";

const pollMs = 200;

/** What does not work in a stack, by approach. */
export type Troubles = Readonly<Record<string, Trouble>>;

/** Looks at all deployments of a stack; changes nothing. @param outputs undefined if nothing is deployed */
export async function troublesIn(outputs: StackOutputs | undefined): Promise<Troubles> {
  const looks = Object.entries(outputs?.deployments ?? {}).map(
    async ([approach, deployment]) => [approach, await troubleIn(deployment)] as const,
  );
  return Object.fromEntries(await Promise.all(looks));
}

/**
 * Starts containers and services that do not run. One that cannot be started stays as it is: Pulumi may have to create what it needs.
 * @returns what was started, one line each
 */
export async function startStopped(troubles: Troubles): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { containers, services } of Object.values(troubles)) {
    // One after another: a container may join the namespaces of an earlier one.
    for (const one of containers) lines.push(...(await started(one, "the container")));
    for (const one of services) lines.push(...(await started(one, "the service")));
  }
  return lines;
}

async function started({ name, control }: Controlled, kind: string): Promise<readonly string[]> {
  const { said } = await ask(control, "status");
  const { ok } = await ask(control, "start");
  return ok ? [`${kind} ${name} did not run, and was started: it was ${said}`] : [];
}

/**
 * Waits until everything works that did not, as for a first start. Starts again what runs to completion and has failed.
 * @param say called with what is waited for
 * @throws UserError with the last words of the check or the state of what still does not work
 */
export async function waitUntilMended(
  outputs: StackOutputs,
  stack: string,
  say: (lines: readonly string[]) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const alone = Object.keys(outputs.deployments).length === 1;
  const place = (approach: string) => (alone ? stack : `${stack}/${approach}`);
  for (const [approach, { tasks, unhealthy }] of Object.entries(await troublesIn(outputs))) {
    for (const task of tasks) await runAgain(task, place(approach), say, signal);
    for (const one of unhealthy) await waitUntilHealthy(one, place(approach), say, signal);
  }
  for (const [approach, { containers, services }] of Object.entries(await troublesIn(outputs))) {
    const [down] = [...containers, ...services];
    if (down !== undefined)
      throw stays(down, `does not run: ${(await ask(down.control, "status")).said}`, place(approach));
  }
}

async function runAgain(
  { name, control, withinSeconds }: Controlled,
  place: string,
  say: (lines: readonly string[]) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  say([`the service ${name} has not completed, and runs again: it was ${(await ask(control, "status")).said}`]);
  await ask(control, "start");
  const until = Date.now() + withinSeconds * 1000;
  for (;;) {
    const { said } = await ask(control, "status");
    if (said.startsWith("completed")) return;
    if (said.startsWith("failed") || Date.now() > until)
      throw stays({ name }, `has not completed within ${withinSeconds} s: ${said}`, place);
    await pause(pollMs, undefined, signal === undefined ? {} : { signal });
  }
}

async function waitUntilHealthy(
  { name, control, withinSeconds }: Controlled,
  place: string,
  say: (lines: readonly string[]) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const until = Date.now() + withinSeconds * 1000;
  for (let told = false; ; told = true) {
    const complaint = await complaintOf(control);
    if (complaint === undefined) return;
    if (!told) say([`waiting at most ${withinSeconds} s until the container ${name} is healthy: it is ${complaint}`]);
    if (Date.now() > until) throw stays({ name }, `is not healthy after ${withinSeconds} s: ${complaint}`, place);
    await pause(pollMs, undefined, signal === undefined ? {} : { signal });
  }
}

function stays({ name }: Pick<Controlled, "name">, what: string, place: string): UserError {
  return new UserError({
    found: `${name} ${what}`,
    remedy: `npm run ctl -- ${place} lists the services; npm run ctl -- ${place} SERVICE logs shows a service's log; npm run ctl -- ${place} SERVICE restart restarts it`,
  });
}
