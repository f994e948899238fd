/**
 * Verbs of a service, with the same meaning in every approach. A verb follows the replica's control command of the outputs.
 * - `status` prints one line that begins with a `ServiceState`; exit code 0 if the service runs or has completed, 3 if not.
 * - `logs` prints the service's lines, each after its time in ISO 8601; with the word `--follow` it continues until interrupted.
 * - `restart`, `stop` and `start` act on this service alone.
 * - `signal` sends a signal to the main process; a word has the name without SIG.
 * - `pid` prints the PID of the main process on the containers' host. If services share a container, it works only on that host.
 * - `exec` runs the further words as a command in the service's container, with its user and variables.
 */
export const verbs = ["status", "logs", "restart", "stop", "start", "signal", "pid", "exec"] as const;
export type Verb = (typeof verbs)[number];

/**
 * Verbs of a container: those of a service, and more.
 * - `health` prints one line that begins with `healthy`, `starting`, `unhealthy` or `unchecked`; after that, what its last check said.
 * - `kill` kills it at once; `freeze` suspends all its processes, `thaw` resumes them.
 * - `pids` prints the PIDs on the host of all its processes, one per line.
 * - `stats` prints one line with the CPU, memory and processes that it uses.
 * - `inspect` prints its `ContainerFacts` as one line of JSON, whether it runs or not.
 */
export const containerVerbs = [...verbs, "health", "kill", "freeze", "thaw", "pids", "stats", "inspect"] as const;
export type ContainerVerb = (typeof containerVerbs)[number];

/** The first word that `status` prints; the rest of the line are the supervisor's own words. */
export const serviceStates = ["running", "restarting", "completed", "stopped", "failed"] as const;
export type ServiceState = (typeof serviceStates)[number];
