import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { fail, logLines, request } from "./request.mjs";

/**
 * @typedef {import("./request.mjs").Awaited} Awaited
 * @typedef {import("./request.mjs").Look} Look
 */

const execute = promisify(execFile);
const maxBuffer = 16 * 1024 * 1024;

/**
 * Runs a program to its end.
 * @param {readonly string[]} argv
 * @returns {Promise<{ ok: boolean, stdout: string, stderr: string }>}
 */
export async function attempt([command = "", ...args]) {
  try {
    return { ok: true, ...(await execute(command, args, { maxBuffer })) };
  } catch (error) {
    const { stdout = "", stderr = String(error) } = /** @type {{ stdout?: string, stderr?: string }} */ (error);
    return { ok: false, stdout, stderr };
  }
}

/** @param {readonly string[]} args */
export async function tryDocker(...args) {
  return attempt([...request.docker, ...args]);
}

/** @param {readonly string[]} args */
async function docker(...args) {
  const { ok, stdout, stderr } = await tryDocker(...args);
  if (!ok) throw new Error(`docker ${args.join(" ")} failed: ${stderr}`);
  return stdout;
}

/**
 * @param {readonly string[]} containers
 * @returns {Promise<Look[]>}
 */
export async function inspect(containers) {
  const format = '{"state":{{json .State}},"restarts":{{json .RestartCount}},"pids":{{json .HostConfig.PidsLimit}}}';
  const lines = await docker("inspect", "--format", format, ...containers);
  return lines
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** @param {string} container */
export async function start(container) {
  await docker("start", container);
}

/**
 * @param {string} container
 * @returns {Promise<boolean>} whether it still ran
 */
export async function kill(container) {
  return (await tryDocker("kill", container)).ok;
}

/**
 * Ends the program with a container's last lines.
 * @param {Awaited} container
 * @param {string} reason
 */
export async function giveUp({ name, container, until }, reason) {
  const { stdout, stderr } = await tryDocker("logs", "--tail", String(logLines), container);
  const read = `read the whole log: ${[...request.docker, "logs", container].join(" ")}`;
  const again = until === "completed" ? `; once its cause is fixed, ${request.again} runs ${name} again` : "";
  fail(`${name} ${reason}`, `${stdout}${stderr}`, `${read}${again}`);
}
