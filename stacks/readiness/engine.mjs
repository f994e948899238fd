import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { fail, logLines, request } from "./request.mjs";

/**
 * @typedef {import("./request.mjs").Awaited} Awaited
 * @typedef {import("./request.mjs").Look} Look
 */

const { subcommands } = request;
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

/** @param {readonly string[]} argv */
async function run(...argv) {
  const { ok, stdout, stderr } = await attempt(argv);
  if (!ok) throw new Error(`${argv.join(" ")} failed: ${stderr}`);
  return stdout;
}

/**
 * Runs a command in a container.
 * @param {string} container
 * @param {readonly string[]} argv
 */
export async function execIn(container, argv) {
  return attempt([...subcommands.exec, container, ...argv]);
}

/**
 * Limits the processes of a container.
 * @param {string} container
 * @param {number} count
 * @returns {Promise<string | undefined>} why the system refuses it, as it does while the container does not run
 */
export async function limitProcessesOf(container, count) {
  if (subcommands.limit === undefined) return undefined;
  const { ok, stderr } = await attempt([...subcommands.limit, String(count), container]);
  return ok ? undefined : stderr.trim();
}

/**
 * @param {readonly string[]} containers
 * @returns {Promise<Look[]>}
 */
export async function inspect(containers) {
  const lines = await run(...subcommands.look, ...containers);
  return lines
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** @param {string} container */
export async function start(container) {
  await run(...subcommands.start, container);
}

/**
 * @param {string} container
 * @returns {Promise<boolean>} whether it still ran
 */
export async function kill(container) {
  return (await attempt([...subcommands.kill, container])).ok;
}

/**
 * Ends the program with a container's last lines.
 * @param {Awaited} container
 * @param {string} reason
 */
export async function giveUp({ name, container, until }, reason) {
  const { stdout, stderr } = await attempt([...subcommands.logs, "--tail", String(logLines), container]);
  const read = `read the whole log: ${[...subcommands.logs, container].join(" ")}`;
  const again = until === "completed" ? `; once its cause is fixed, ${request.again} runs ${name} again` : "";
  fail(`${name} ${reason}`, `${stdout}${stderr}`, `${read}${again}`);
}
