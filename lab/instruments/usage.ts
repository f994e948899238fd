import { hostAndPort } from "../addresses.ts";
import { entryAddress, type Deployment } from "../deployment.ts";
import { rules } from "../rules/rules.ts";
import type { HostProbe } from "../tools.ts";
import type { Containers } from "../tools/containers.ts";

/** Memory and processes of containers, and of the processes outside that run for them. */
export interface Usage extends Pages {
  /** By the cgroups, in bytes, added up over the containers; with processes that do not descend from PID 1. Undefined, as all that cgroups tell: it has none. */
  readonly anonymous: number | undefined;
  /** Usage without inactive file pages, as `docker stats` shows it. */
  readonly workingSet: number | undefined;
  /** Largest usage since the start, with page cache. */
  readonly peak: number | undefined;
  /** Memory of the kernel for the containers: slabs, stacks, page tables, sockets. Undefined: the kernel does not account for it. */
  readonly kernel: number | undefined;
  /** Number of processes in each container, in the order of the groups, without those that do not descend from PID 1, such as health checks. */
  readonly processes: readonly number[];
  /** Number of processes outside, such as shims and port proxies. */
  readonly outsideProcesses: number;
  readonly settled: Settled | undefined;
  /** Bytes that are swapped out, and in no other figure. */
  readonly swapped: number;
}

/**
 * Distinct physical pages, in bytes: what processes share counts once, and who else maps it does not matter. Undefined: the kernel does not
 * show which pages a process maps.
 */
export interface Pages {
  /** Of the processes inside. */
  readonly inside: number | undefined;
  /** Of these and of the processes outside together. */
  readonly engine: number | undefined;
}

/** Whether processes and memory had stopped changing, and how long that took. */
export interface Settled {
  readonly stable: boolean;
  readonly seconds: number;
}

/** Some containers whose memory is one number. */
export interface Group {
  /** Names of the containers. */
  readonly containers: readonly string[];
  /** Published ports on the host: they tell which port proxies belong to it. */
  readonly ports: readonly number[];
}

/** What to find out. */
export interface UsageOptions {
  /** Whether to count pages. @default true */
  readonly pages?: boolean;
  /** Whether to wait until processes and memory have stopped changing; `quiet`: and no health check runs, whose memory cgroups count. @default "no" */
  readonly settle?: "no" | "processes" | "quiet";
}

interface Found {
  readonly containers: Readonly<Record<string, FoundContainer>>;
  readonly deployments: readonly { readonly inside: number | null; readonly total: number | null }[];
  readonly outside: number;
  readonly settled: Settled | null;
  readonly swapped: number;
}

interface FoundContainer {
  readonly anonymous: number | null;
  readonly workingSet: number | null;
  readonly peak: number | null;
  readonly kernel: number | null;
  readonly processes: number;
}

type Means = Pick<Containers, "state" | "helpers" | "inGuest">;

/** The deployment's own containers and its published port. */
export function groupOf({ names }: Pick<Containers, "names">, deployment: Pick<Deployment, "entry">): Group {
  return { containers: names, ports: [hostAndPort(entryAddress(deployment)).port] };
}

/** Measures containers once. */
export async function usageOf(means: Means, host: HostProbe, group: Group, options: UsageOptions = {}): Promise<Usage> {
  const { usage, growth } = await usageOfAll(means, host, [group], options);
  return { ...usage, inside: growth[0]?.inside, engine: growth[0]?.engine };
}

/**
 * Measures several groups of containers at one moment.
 * @returns `usage` of all together; `growth`: the pages of the first group, of the first two, and so on
 */
export async function usageOfAll(
  { state, helpers, inGuest }: Means,
  host: HostProbe,
  groups: readonly Group[],
  { pages = true, settle = "no" }: UsageOptions = {},
): Promise<{ readonly usage: Usage; readonly growth: readonly Pages[] }> {
  const deployments = await Promise.all(
    groups.map(async ({ containers, ports }) => {
      const states = await Promise.all(containers.map(state));
      return { containers: states.map(({ id, pid }, index) => ({ id, name: containers[index], pid })), ports };
    }),
  );
  const { seconds, share, within } = settling;
  const waits = settle === "no" ? null : { seconds, share, within, quiet: settle === "quiet" };
  const found = await host.ask<Found>("usage", { deployments, helpers, pages, settle: waits });
  const growth = found.deployments.map(({ inside, total }) => ({
    // The pages of a guest are those of the program that runs it: none of them is inside.
    inside: inGuest ? undefined : (inside ?? undefined),
    engine: total ?? undefined,
  }));
  return { usage: together(found, growth.at(-1)), growth };
}

const { settledSeconds, settledShare, settledWithin } = rules.measuring;
const settling = { seconds: settledSeconds.value, share: settledShare.value, within: settledWithin.value };

function together({ containers, outside, settled, swapped }: Found, pages: Pages | undefined): Usage {
  const each = Object.values(containers);
  const total = (name: Exclude<keyof FoundContainer, "processes">) => {
    const found = each.map((usage) => usage[name]);
    return found.includes(null) ? undefined : found.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  };
  return {
    anonymous: total("anonymous"),
    workingSet: total("workingSet"),
    peak: total("peak"),
    kernel: total("kernel"),
    inside: pages?.inside,
    engine: pages?.engine,
    processes: each.map(({ processes }) => processes),
    outsideProcesses: outside,
    settled: settled ?? undefined,
    swapped,
  };
}
