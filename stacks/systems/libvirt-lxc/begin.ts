import { seenTo, type ContainerPlan } from "../../container-plan.ts";
import { grantedCapabilities } from "../../keeper/capabilities.ts";
import { hostnameOf, variablesOf } from "../../keeper/contract.ts";
import { capabilityNumber } from "./capability-numbers.ts";
import { seccompFilter } from "./filter.ts";
import { initPath } from "./paths.ts";
import type { Processor } from "./processor.ts";

/** RLIMIT_... of asm-generic/resource.h. */
const resources: Readonly<Record<string, number>> = {
  ...{ cpu: 0, fsize: 1, data: 2, stack: 3, core: 4, rss: 5, nproc: 6, nofile: 7, memlock: 8, as: 9 },
  ...{ locks: 10, sigpending: 11, msgqueue: 12, nice: 13, rtprio: 14, rttime: 15 },
};

type Line = readonly [key: string, ...values: readonly (string | number)[]];

/**
 * What PID 1 does before it becomes the container's own program, one thing a line: a word, and values after blanks, in which every other byte than
 * letters and digits may be written as in an address of the web. See begin.pl. Pure.
 */
export function beginFile(plan: ContainerPlan, { calls, kinds }: Processor): string {
  const { process, identity, grants, extras } = plan;
  const { command, workingDir, init, terminal, ...rest } = process;
  seenTo(rest, ["env"]);
  const unfiltered = extras?.securityOptions.includes("seccomp=unconfined") === true;
  const lines: readonly Line[] = [
    ...Object.entries(calls).map(([name, number]) => ["call", name, number] as const),
    ["hostname", hostnameOf(plan)],
    ...(terminal ? [["terminal"] as const] : []),
    ...(extras?.kernel.ulimits ?? []).map(({ name, soft, hard }) => ["limit", limitNumber(name), soft, hard] as const),
    ...(unfiltered ? [] : [["filter", seccompFilter(kinds).toString("hex")] as const]),
    ["keep", ...grantedCapabilities(grants.capabilities).map(capabilityNumber)],
    ["groups", ...identity.groups],
    ["user", identity.uid, identity.gid],
    ...(grants.noNewPrivileges ? [["confined"] as const] : []),
    ["folder", workingDir],
    ...variablesOf(plan).map((variable) => ["variable", variable] as const),
    ...[...(init ? [initPath, "--"] : []), ...command].map((word) => ["word", word] as const),
  ];
  return lines.map(([key, ...values]) => `${[key, ...values.map(encoded)].join(" ")}\n`).join("");
}

/** Blanks, ends of lines and percent signs; the rest stays readable. */
function encoded(value: string | number): string {
  return String(value).replaceAll(/[%\s\0]/g, (character) => encodeURIComponent(character));
}

function limitNumber(name: string): number {
  const number = resources[name.toLowerCase()];
  if (number === undefined) throw new Error(`the kernel has no limit ${name}`);
  return number;
}
