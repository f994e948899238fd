// The deployment's readiness command runs this, with a JSON request as its only argument, and so does each gate, which holds containers back
// until another one has reached something. Plain JavaScript, because it starts in a third of the time of a module that is compiled on load,
// and every `up` that changes something waits for it.
//
// 1. Starts again what runs to completion and has failed in an earlier deployment.
// 2. Sets the limit on processes, where the system does not take it when it creates a container.
// 3. Waits until every container is healthy, or has completed. Fails at once, with the last lines of its log, if one cannot become so.

import { execIn, giveUp, inspect, kill, limitProcessesOf, start } from "./engine.mjs";
import { failure, isReady, lastCheck } from "./judge.mjs";
import { pollMs, request } from "./request.mjs";
import { giveUp as giveUpTask, openTask, renewTasks } from "./tasks.mjs";

/**
 * @typedef {import("./request.mjs").Awaited} Awaited
 * @typedef {import("./request.mjs").Look} Look
 */

const names = request.containers.map(({ container }) => container);
const began = Date.now();

/** Containers whose processes are not limited yet, with the system's last refusal. */
const unlimited = new Map(request.containers.filter(({ pids }) => pids !== undefined).map((one) => [one, ""]));

// Refused while a container does not run. The caller then judges the container's state, and tries again.
async function limitProcesses() {
  for (const container of unlimited.keys()) {
    const refused = await limitProcessesOf(container.container, container.pids ?? 0);
    if (refused === undefined) unlimited.delete(container);
    else unlimited.set(container, refused);
  }
}

/**
 * A container has a limit on processes only after a first readiness step: a failure before that one is the one to report; a later one was
 * reported, and runs again.
 * @param {readonly Look[]} looks
 */
async function renew(looks) {
  for (const [index, { state, pids }] of looks.entries()) {
    const { until, container } = request.containers[index];
    const failed = until === "completed" && failure(until, looks[index], 0) !== undefined;
    if (failed && pids !== null && pids > 0 && state.Status === "exited") await start(container);
  }
  await renewTasks(({ container }) => (looks[names.indexOf(container)]?.pids ?? 0) > 0);
}

/**
 * @param {Awaited} awaited
 * @param {Look} look
 * @returns {Promise<string | undefined>} what is missing
 */
async function missing({ until, container, probe }, { state }) {
  if (probe === undefined || state.Status !== "running") {
    if (isReady(until, state)) return undefined;
    return until === "completed" ? "it still runs" : lastCheck(state);
  }
  const { ok, stdout, stderr } = await execIn(container, probe);
  return ok ? undefined : `${stdout}${stderr}`.trim() || "its check printed nothing";
}

/**
 * Looks at every container once; ends the program if one cannot become ready.
 * @param {readonly Look[]} looks
 * @param {readonly Look[]} first
 * @returns {Promise<[Awaited, string] | undefined>} one that is not ready, and what is missing
 */
async function unready(looks, first) {
  for (const [index, look] of looks.entries()) {
    const awaited = request.containers[index];
    const before = first[index]?.restarts ?? 0;
    const reason = failure(awaited.until, look, before);
    if (reason !== undefined)
      await giveUp(awaited, failure(awaited.until, await atItsEnd(awaited, look, before), before) ?? reason);
    await endIfLate(awaited, look);
  }
  await limitProcesses();
  const [refused] = unlimited;
  if (refused !== undefined) return [refused[0], `its processes cannot be limited: ${refused[1]}`];
  for (const [index, look] of looks.entries()) {
    const what = await missing(request.containers[index], look);
    if (what !== undefined) return [request.containers[index], what];
  }
  return undefined;
}

/**
 * What is started again and again tells its exit code only while it does not run: looks a while longer for that.
 * @param {Awaited} awaited
 * @param {Look} look of one that has failed
 * @param {number} restartsBefore
 * @returns {Promise<Look>}
 */
async function atItsEnd({ until, container }, look, restartsBefore) {
  let last = look;
  const runsAgain = () => until === "healthy" && last.state.Status === "running" && last.restarts > restartsBefore;
  for (let more = 20; more > 0 && runsAgain(); more -= 1) {
    await pause(0);
    [last = look] = await inspect([container]);
  }
  return last;
}

/**
 * @param {Awaited} awaited
 * @param {Look} look
 */
async function endIfLate(awaited, { state }) {
  const { until, container, withinSeconds = Infinity } = awaited;
  if (until !== "completed" || state.Status !== "running" || elapsed() <= withinSeconds) return;
  // If it has just ended, the next look tells how.
  if (await kill(container))
    await giveUp(awaited, `has failed: it took longer than ${withinSeconds} s, and was killed`);
}

/** @returns {number} seconds */
function elapsed() {
  return (Date.now() - began) / 1000;
}

/**
 * Looks take no more than half of the time: over ssh, each opens a connection.
 * @param {number} lookMs how long the one before took
 */
async function pause(lookMs) {
  await new Promise((resolve) => setTimeout(resolve, Math.max(pollMs, lookMs)));
}

async function waitUntilReady() {
  await renew(await inspect(names));
  await limitProcesses();
  const first = await inspect(names);
  let looks = first;
  let lookMs = 0;
  for (;;) {
    // First: a container of services that wait for a task turns unhealthy when the task fails.
    const task = await openTask();
    const open = await unready(looks, first);
    if (task === undefined && open === undefined) return;
    if (elapsed() > request.timeoutSeconds) {
      if (task !== undefined) await giveUpTask(task, `has not completed after ${request.timeoutSeconds} s`);
      if (open !== undefined)
        await giveUp(
          open[0],
          `${open[0].until === "completed" ? "has not completed" : "is not healthy"} after ${request.timeoutSeconds} s: ${open[1]}`,
        );
    }
    await pause(lookMs);
    const asked = Date.now();
    looks = await inspect(names);
    lookMs = Date.now() - asked;
  }
}

await waitUntilReady();
process.stdout.write("ready\n");
