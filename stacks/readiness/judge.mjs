/**
 * @typedef {import("./request.mjs").Awaited} Awaited
 * @typedef {import("./request.mjs").Look} Look
 * @typedef {import("./request.mjs").State} State
 */

/**
 * Why a container will not reach what it has to.
 * @param {Awaited["until"]} until
 * @param {Look} look
 * @param {number} restartsBefore count when the waiting began: earlier restarts say nothing about this deployment
 * @returns {string | undefined} undefined if it still can, or has
 */
export function failure(until, { state, restarts }, restartsBefore) {
  const code = `exit code ${state.ExitCode}${state.OOMKilled ? ", out of memory" : ""}${state.Error ? `, ${state.Error}` : ""}`;
  const ended = state.Status === "exited" || state.Status === "dead";
  if (until === "completed") return ended && state.ExitCode !== 0 ? `has failed (${code})` : undefined;
  if (ended) return `has exited (${code})`;
  if (state.Status === "restarting") return `keeps exiting and was restarted ${restarts} times (${code})`;
  // While it runs again, a system does not say how it has ended.
  if (restarts > restartsBefore) return `keeps exiting and was restarted ${restarts} times`;
  if (state.Health?.Status === "unhealthy") return `is unhealthy: ${lastCheck(state)}`;
  return undefined;
}

/** @param {State} state */
export function lastCheck(state) {
  return state.Health?.Log?.at(-1)?.Output.trim() || "its check printed nothing";
}

/**
 * Whether Docker's look alone tells that it has reached what it has to.
 * @param {Awaited["until"]} until
 * @param {State} state
 */
export function isReady(until, state) {
  if (until === "completed") return state.Status === "exited" && state.ExitCode === 0;
  return state.Status === "running" && (state.Health === undefined || state.Health.Status === "healthy");
}
