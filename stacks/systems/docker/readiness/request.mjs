// What the readiness programs share: their request, and the shapes of what Docker says.

/**
 * A container, and what it has to reach.
 * @typedef {object} Awaited
 * @property {string} name in the rendering
 * @property {string} container
 * @property {"healthy" | "completed"} until one without a health check is healthy as soon as it runs
 * @property {number} [pids] limit on its processes, to be set. Marks the container as waited for
 * @property {readonly string[]} [probe] run in the container until it exits with 0, instead of waiting for Docker's own checks
 * @property {number} [withinSeconds] time to complete
 */

/**
 * A service that runs to completion in a container that it shares.
 * @typedef {object} Task
 * @property {string} service
 * @property {string} container
 * @property {readonly string[]} control exec form; a verb follows
 * @property {number} withinSeconds
 * @property {string} logs what to type to see its whole log
 */

/**
 * @typedef {object} Request
 * @property {string[]} docker words before a docker subcommand
 * @property {string} again what to type to deploy again
 * @property {number} timeoutSeconds
 * @property {Awaited[]} containers
 * @property {Task[]} tasks
 */

/**
 * @typedef {{ Status: string, ExitCode: number, OOMKilled: boolean, Error: string, Health?: { Status: string, Log?: { Output: string }[] } }} State
 * @typedef {{ state: State, restarts: number, pids: number | null }} Look what `docker inspect` says of a container
 */

/** Least milliseconds between two looks. */
export const pollMs = 100;

/** Lines of a log that a failure shows. */
export const logLines = 50;

/** @type {Request} */
export const request = JSON.parse(process.argv[2] ?? "");

/**
 * Ends the program.
 * @param {string} what the failure
 * @param {string} log its last lines are printed
 * @param {string} remedy
 * @returns {never}
 */
export function fail(what, log, remedy) {
  const last = log.trimEnd().split("\n").slice(-logLines).join("\n");
  process.stderr.write(`${what}\nThe last lines of its log, at most ${logLines}:\n${last}\n\nTo do: ${remedy}\n`);
  process.exit(1);
}
