import { all, type Row } from "./synthetic-row.ts";

export const crashloop: Readonly<Record<string, Row>> = {
  restarts: [5, 3, 8],
  pause: [3.2, 3, 1],
  gaveUp: [false, true, false],
  lost: all(0),
  p50: [1.2, 1.4, 1.4],
};

export const deaf: Readonly<Record<string, Row>> = {
  told: all(true),
  waited: all(true),
  seconds: [3.2, 3.9, 3.6],
  survives: all(false),
  "alone.told": all(true),
  "alone.seconds": [3.2, 4, 3.3],
  "alone.survives": all(false),
};

/** Failed requests of each fault, as deployed and with Docker's defaults. */
const failures: Readonly<Record<string, readonly [deployed: Row, byDefault: Row]>> = {
  memory: [[0, 20, 6], all(10)],
  forks: [[0, 96, 97], all(1)],
  disk: [all(0), all(90)],
  cpu: [all(0), all(0)],
  "loop.forks": [all(0), all(1)],
  "loop.cpu": [all(0), all(0)],
};

function failuresByLimits(): Record<string, Row> {
  const entries = Object.entries(failures).flatMap(([fault, [deployed, byDefault]]): [string, Row][] => [
    [`${fault}.deployed.failed`, deployed],
    [`${fault}.default.failed`, byDefault],
    [`${fault}.deployed.died`, all({ hits: 0, of: 1 })],
    [`${fault}.default.died`, all({ hits: 0, of: 1 })],
  ]);
  const leaks = (...hits: readonly [number, number, number]): Row =>
    hits.map((one) => ({ hits: one, of: 10 })) as unknown as Row;
  return {
    ...Object.fromEntries(entries),
    "memory.deployed.worst": [0, 86, 80],
    "memory.default.worst": all(60),
    "memory.deployed.died": leaks(0, 3, 1),
    "memory.default.died": leaks(2, 2, 1),
    "cpu.deployed.p99": [12, 55, 53],
    "cpu.default.p99": [9, 9, 10],
    "loop.cpu.deployed.p99": [12, 55, 53],
  };
}

/** Failed requests, restart and p99 of others in earlier runs: with limits and without. */
const faults: Readonly<Record<string, { readonly limited: readonly Row[]; readonly unlimited: readonly Row[] }>> = {
  memory: {
    limited: [all(0), all(2.5), all(false)],
    unlimited: [[30, 100, 60], all(40), [true, true, false]],
  },
  forks: { limited: [all(0), [2.5, 30, 25], all(false)], unlimited: [[0, 20, 10], all(60), all(false)] },
  disk: { limited: [all(0), all(2.4), all(false)], unlimited: [[0, 5, 5], all(2.4), all(false)] },
  cpu: { limited: [all(0), [2.5, 50, 12], all(false)], unlimited: [all(0), [10, 50, 12], all(false)] },
};

export function blast(): Record<string, Row> {
  const names = ["failed", "p99", "restarted"];
  const entries = Object.entries(faults).flatMap(([fault, limits]) =>
    Object.entries(limits).flatMap(([limit, rows]) =>
      names.map((name, index): [string, Row] => [`${fault}.${limit}.${name}`, rows[index] ?? all(0)]),
    ),
  );
  return {
    ...failuresByLimits(),
    ...Object.fromEntries(entries),
    "memory.limited.died": [0, 1, 1],
    "memory.unlimited.died": all(0),
  };
}
