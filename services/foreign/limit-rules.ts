import type { ForeignLimits } from "./contract.ts";

/** What has to hold, and what to say where it does not. */
export interface Rule {
  readonly holds: boolean;
  readonly found: string;
  readonly allowed: string;
}

/** Docker refuses less, in the middle of a deployment. */
const leastMemory = 6 * 2 ** 20;
/** More than any host has, and less than what a number can hold exactly. */
const mostMemory = 2 ** 50;
const leastCpus = 0.01;
const mostCpus = 4096;

/** Rules of memory, and of memory and swap together. */
export function* memoryRules(limits: ForeignLimits): Generator<Rule> {
  const { memoryBytes = 0, reservedBytes = 0, swapBytes = 0, shmBytes = 0 } = limits;
  const memories = { mem_limit: memoryBytes, mem_reservation: reservedBytes, shm_size: shmBytes };
  for (const [key, bytes] of Object.entries(memories)) {
    const least = key === "mem_limit" ? leastMemory : 0;
    yield {
      holds: bytes === 0 || (bytes >= least && bytes <= mostMemory),
      found: `${key} is ${bytes} bytes`,
      allowed: key === "mem_limit" ? "0 for no limit, or 6m to 1p" : "at most 1p",
    };
  }
  yield* swapRules(memoryBytes, swapBytes);
}

function* swapRules(memoryBytes: number, swapBytes: number): Generator<Rule> {
  yield {
    holds: swapBytes <= 0 || swapBytes >= memoryBytes,
    found: `memswap_limit is ${swapBytes} bytes, less than mem_limit`,
    allowed: "memory and swap together, or -1",
  };
  yield {
    holds: swapBytes <= 0 || memoryBytes > 0,
    found: "it has memswap_limit without mem_limit",
    allowed: "both, or none",
  };
}

/** Rules of processors and processes. */
export function* processRules({ cpus = 0, pids = 0 }: ForeignLimits): Generator<Rule> {
  yield {
    holds: cpus === 0 || (cpus >= leastCpus && cpus <= mostCpus),
    found: `cpus is ${cpus}`,
    allowed: `0 for no limit, or ${leastCpus} to ${mostCpus}`,
  };
  yield {
    holds: Number.isInteger(pids) && pids <= 2 ** 22,
    found: `pids_limit is ${pids}`,
    allowed: "a whole number up to 4194304; 0 or -1 for no limit",
  };
}

/** Rules of the limits that a program sees by itself. */
export function* ulimitRules({ ulimits }: ForeignLimits): Generator<Rule> {
  for (const [name, { soft, hard }] of Object.entries(ulimits)) {
    yield {
      holds: soft <= hard || hard === -1,
      found: `the ulimit ${name} is ${soft}, more than its hard limit ${hard}`,
      allowed: "at most the hard limit",
    };
  }
}
