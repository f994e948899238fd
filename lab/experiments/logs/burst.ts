import { setTimeout as pause } from "node:timers/promises";
import type { Workload } from "../../../services/contract.ts";
import { ordersOf, type Given, type Orders, type Report } from "../../instruments/orders.ts";
import { doersOf } from "../../roles.ts";
import type { CommonTools, Subject } from "../../tools.ts";
import { accountOf, type Account, type Burst } from "./account.ts";

/** Lines that each service writes; see `Order`. */
export interface BurstSize {
  readonly lines: number;
  readonly bytes: number;
  /** Lines per second; 0: as fast as possible. */
  readonly rate: number;
}

/** What services wrote at the same time. */
export interface Written {
  readonly bursts: readonly Burst[];
  readonly reports: readonly Report[];
  /** When the first order was given, in milliseconds since 1970 by the clock of Docker's host. */
  readonly since: number;
}

const reportSeconds = 40;

/** Names of the services that can write lines on order, in the workload's order. */
export function writersOf(workload: Workload): readonly string[] {
  return doersOf(workload, "log").map(({ name }) => name);
}

/** Has services write at the same time, and waits until all are done. */
export async function writeAtOnce(orders: Orders, size: BurstSize, services: readonly string[]): Promise<Written> {
  const given = await Promise.all(
    services.map(async (service) => ({ service, ...(await orders.give(service, { do: "log", ...size })) })),
  );
  const reports = await Promise.all(given.map((one) => reportOf(orders, one)));
  return {
    // A service that is too slow stops early: only what it has written counts.
    bursts: given.map(({ service, id }, index) => ({
      service,
      id,
      bytes: size.bytes,
      lines: reports[index]?.amount ?? 0,
    })),
    reports,
    since: Math.min(...given.map(({ at }) => at)),
  };
}

async function reportOf(orders: Orders, { service, id }: Given & { readonly service: string }): Promise<Report> {
  const report = await orders.report(service, id, reportSeconds);
  if (report === undefined) throw new Error(`${service} did not write its lines within ${reportSeconds} s`);
  return report;
}

/** Lines take a moment to reach a log. */
const attempts = 4;
const betweenMs = 700;

/** Has services write at the same time, and looks for every line in the logs. */
export async function countedBurst(
  { workload }: Subject,
  tools: CommonTools,
  size: BurstSize,
): Promise<{ readonly written: Written; readonly account: Account }> {
  const writers = writersOf(workload);
  const written = await writeAtOnce(ordersOf(workload, tools.control), size, writers);
  for (let attempt = 1; ; attempt++) {
    const account = accountOf(written.bursts, await readLogs(tools, writers), written.since);
    if (account.lost === 0 || attempt === attempts) return { written, account };
    await pause(betweenMs, undefined, { signal: tools.signal });
  }
}

async function readLogs({ control }: CommonTools, services: readonly string[]): Promise<Map<string, string>> {
  const logs = new Map<string, string>();
  for (const service of services) {
    const { exitCode, output } = await control(service, "logs");
    if (exitCode !== 0) throw new Error(`the log of ${service} cannot be read: ${output.slice(-200)}`);
    logs.set(service, output);
  }
  return logs;
}
