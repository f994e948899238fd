// The deployment's readiness command runs this, with a JSON request as its only argument. Plain JavaScript, because it starts in a third of
// the time of a module that is compiled on load, and every `up` that changes something waits for it.
//
// 1. Sets the limit on processes, for which the provider has no property.
// 2. Waits until every container is healthy. Fails at once, with the container's last lines, if one exits, restarts or turns unhealthy.

import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * @typedef {{ docker: string[], timeoutSeconds: number, containers: { name: string, container: string, pids: number }[] }} Request
 * @typedef {{ Status: string, ExitCode: number, OOMKilled: boolean, Error: string, Health?: { Status: string, Log?: { Output: string }[] } }} State
 */

const execute = promisify(execFile);
const pollMs = 100;
const logLines = 20;

/** @type {Request} */
const request = JSON.parse(process.argv[2] ?? "");
const [dockerCommand = "docker", ...dockerArgs] = request.docker;

/** @param {string[]} args */
async function docker(...args) {
  const { stdout } = await execute(dockerCommand, [...dockerArgs, ...args], { maxBuffer: 16 * 1024 * 1024 });
  return stdout;
}

/** Containers whose processes are not limited yet, with Docker's last refusal. */
const unlimited = new Map(request.containers.map((container) => [container, ""]));

// Docker refuses this while a container does not run. The caller then judges the container's state, and tries again.
async function limitProcesses() {
  for (const container of unlimited.keys()) {
    try {
      await docker("update", "--pids-limit", String(container.pids), container.container);
      unlimited.delete(container);
    } catch (error) {
      unlimited.set(container, /** @type {{ stderr: string }} */ (error).stderr.trim());
    }
  }
}

/** @returns {Promise<{ state: State, restarts: number }[]>} */
async function inspect() {
  const format = '{"state":{{json .State}},"restarts":{{json .RestartCount}}}';
  const lines = await docker("inspect", "--format", format, ...request.containers.map(({ container }) => container));
  return lines
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/**
 * @param {State} state
 * @param {number} restarts
 * @param {number} restartsBefore count when the waiting began: earlier restarts say nothing about this deployment
 * @returns {string | undefined} why it will not become ready
 */
function failure(state, restarts, restartsBefore) {
  const code = `exit code ${state.ExitCode}${state.OOMKilled ? ", out of memory" : ""}${state.Error ? `, ${state.Error}` : ""}`;
  if (state.Status === "exited" || state.Status === "dead") return `has exited (${code})`;
  if (state.Status === "restarting" || restarts > restartsBefore)
    return `keeps exiting and was restarted ${restarts} times (${code})`;
  if (state.Health?.Status === "unhealthy") return `is unhealthy: ${lastCheck(state)}`;
  return undefined;
}

/** @param {State} state */
function lastCheck(state) {
  return state.Health?.Log?.at(-1)?.Output.trim() || "its check printed nothing";
}

/** @param {State} state */
function isReady(state) {
  return state.Status === "running" && (state.Health === undefined || state.Health.Status === "healthy");
}

/**
 * @param {Request["containers"][number]} container
 * @param {string} reason
 */
async function giveUp({ name, container }, reason) {
  const { stdout, stderr } = await execute(dockerCommand, [
    ...dockerArgs,
    "logs",
    "--tail",
    String(logLines),
    container,
  ]);
  process.stderr.write(`${name} ${reason}\nThe last lines of its log, at most ${logLines}:\n${stdout}${stderr}\n`);
  process.stderr.write(`To do: read the whole log: ${[...request.docker, "logs", container].join(" ")}\n`);
  process.exit(1);
}

/**
 * @param {{ state: State }[]} looks
 * @returns {[Request["containers"][number], string] | undefined} a container that is not ready, and what is missing
 */
function unready(looks) {
  const [refused] = unlimited;
  if (refused !== undefined) return [refused[0], `Docker cannot limit its processes: ${refused[1]}`];
  const index = looks.findIndex(({ state }) => !isReady(state));
  return index === -1 ? undefined : [request.containers[index], lastCheck(looks[index].state)];
}

async function waitUntilReady() {
  const started = Date.now();
  const first = await inspect();
  for (let looks = first; ; looks = await inspect()) {
    for (const [index, { state, restarts }] of looks.entries()) {
      const reason = failure(state, restarts, first[index]?.restarts ?? 0);
      if (reason !== undefined) await giveUp(request.containers[index], reason);
    }
    await limitProcesses();
    const missing = unready(looks);
    if (missing === undefined) return;
    if (Date.now() - started > request.timeoutSeconds * 1000) {
      const [container, what] = missing;
      await giveUp(container, `is not healthy after ${request.timeoutSeconds} s: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

await limitProcesses();
await waitUntilReady();
process.stdout.write("ready\n");
