// What the readiness programs share: their request, and the shapes of what a system says.

/**
 * A container, and what it has to reach.
 * @typedef {object} Awaited
 * @property {string} name in the rendering
 * @property {string} container
 * @property {"healthy" | "completed"} until one without a health check is healthy as soon as it runs
 * @property {number} [pids] limit on its processes, to be set. Marks the container as waited for
 * @property {readonly string[]} [probe] run in the container until it exits with 0, instead of waiting for the system's own checks
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
 * Words of a system's command line, up to the names of containers.
 * @typedef {object} Subcommands
 * @property {readonly string[]} look prints a `Look` of each container, a line of JSON each, in their order
 * @property {readonly string[]} start
 * @property {readonly string[]} kill
 * @property {readonly string[]} logs takes `--tail N`, too
 * @property {readonly string[]} exec a command follows the container's name
 * @property {readonly string[]} [limit] the largest number of processes follows, and then one container. Left out where that is set at creation
 */

/**
 * @typedef {object} Request
 * @property {Subcommands} subcommands
 * @property {string} again what to type to deploy again
 * @property {number} timeoutSeconds
 * @property {Awaited[]} containers
 * @property {Task[]} tasks
 */

/**
 * @typedef {{ Status: string, ExitCode: number, OOMKilled: boolean, Error: string, Health?: { Status: string, Log?: { Output: string }[] } }} State
 * @typedef {{ state: State, restarts: number, pids: number | null }} Look what a system says of a container: `State` as Docker has it
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
