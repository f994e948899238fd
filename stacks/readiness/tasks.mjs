import { attempt } from "./engine.mjs";
import { fail, logLines, request } from "./request.mjs";

/**
 * @typedef {import("./request.mjs").Task} Task
 */

/** Tasks that have not completed, with the time at which each was first seen running. */
const open = new Map(request.tasks.map((task) => [task, /** @type {number | undefined} */ (undefined)]));

/**
 * Starts tasks again that failed in an earlier deployment.
 * @param {(task: Task) => boolean} isOld whether the task's container has been waited for before
 */
export async function renewTasks(isOld) {
  for (const task of [...open.keys()].filter(isOld)) {
    if ((await stateOf(task)) === "failed") await attempt([...task.control, "start"]);
  }
}

/**
 * Looks at the tasks that have not completed; ends the program if one has failed or takes too long.
 * @returns {Promise<Task | undefined>} one that still has to complete
 */
export async function openTask() {
  for (const [task, since] of open) {
    const state = await stateOf(task);
    if (state === "completed") open.delete(task);
    else if (state === "failed") await giveUp(task, `has ${await statusOf(task)}`);
    else if (state === "running") await watch(task, since ?? Date.now());
  }
  return [...open.keys()][0];
}

/**
 * @param {Task} task
 * @param {number} since
 */
async function watch(task, since) {
  open.set(task, since);
  if (Date.now() - since <= task.withinSeconds * 1000) return;
  await attempt([...task.control, "signal", "KILL"]);
  await giveUp(task, `has failed: it took longer than ${task.withinSeconds} s, and was killed`);
}

/** @param {Task} task */
async function statusOf({ control }) {
  return (await attempt([...control, "status"])).stdout.trim();
}

/** @param {Task} task */
async function stateOf(task) {
  return (await statusOf(task)).split(" ")[0];
}

/**
 * @param {Task} task
 * @param {string} reason
 */
export async function giveUp(task, reason) {
  const { service, control, logs } = task;
  const { stdout } = await attempt([...control, "logs"]);
  // Each after its time, which would hide where the line begins.
  const last = stdout
    .trimEnd()
    .split("\n")
    .slice(-logLines)
    .map((line) => line.replace(/^\S+ /, ""));
  const remedy = `read the whole log: ${logs}; once its cause is fixed, ${request.again} runs ${service} again`;
  fail(`${service} ${reason}`, last.join("\n"), remedy);
}
