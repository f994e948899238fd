/** Variable that cli/test.ts sets for tests which deploy to another machine; see cli/testing/pace.ts. */
const variable = "CONTAINER_APPROACHES_PACE";

/** How many times slower the containers' host runs a program than this one; at least 1. It stretches the tests' deadlines, never what they measure. */
const factor = Math.max(1, Number(process.env[variable] ?? "1"));

/** @returns a deadline or an interval of a test, for the host that the tests deploy to */
export function paced(ms: number): number {
  return ms * factor;
}
