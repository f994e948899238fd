import { EngineRefusal } from "../../../docker/engine-api.ts";
import { ordersOf } from "../../instruments/orders.ts";
import type { Subject, Tools } from "../../tools.ts";
import type { CreateBody } from "../../tools/containers.ts";
import { writeAtOnce, writersOf } from "./burst.ts";

const size = { lines: 100, bytes: 100, rate: 500 };
const receivingSeconds = 20;

/** Result of trying Docker's syslog driver. */
export interface SyslogFound {
  /** Whether every line arrived. */
  readonly works: boolean;
  readonly attributable: boolean;
  /** What precedes the lines, by service. */
  readonly senders: Readonly<Record<string, readonly string[]>>;
  /** Why Docker did not start the containers. */
  readonly refused?: string;
}

/** Lets clones log to a receiver on the host. */
export async function trySyslog({ workload }: Subject, tools: Tools): Promise<SyslogFound> {
  const suffix = "-syslog";
  const { port } = await tools.host.ask<{ port: number }>("free-udp-port", {});
  const LogConfig = {
    Type: "syslog",
    Config: { "syslog-address": `udp://127.0.0.1:${port}`, "syslog-format": "rfc5424", tag: "{{.Name}}" },
  };
  const change = (body: CreateBody) => ({ ...body, HostConfig: { ...body.HostConfig, LogConfig } });
  const clones = await tools.clone({ suffix, publish: false, change });
  const services = writersOf(workload);
  const expected = size.lines * services.length;
  const order = { port, marker: "burst ", expected, seconds: receivingSeconds };
  const receiving = tools.host.ask<{ messages: readonly string[] }>("syslog", order);
  const orders = ordersOf(workload, tools.controlOfClone(suffix));
  try {
    await clones.start();
    const [{ messages }] = await Promise.all([receiving, writeAtOnce(orders, size, services)]);
    return judgeSyslog(messages, services, size.lines);
  } catch (error) {
    void receiving.catch(() => undefined);
    if (!(error instanceof EngineRefusal)) throw error;
    return { works: false, attributable: false, senders: {}, refused: error.message };
  } finally {
    await clones.remove();
  }
}

/**
 * Whether messages can be attributed to services by what precedes the services' own lines and differs between services.
 * @param messages as they were received; RFC 5424
 * @param lines that each service has written
 */
export function judgeSyslog(messages: readonly string[], services: readonly string[], lines: number): SyslogFound {
  const numbers = new Map(services.map((service) => [service, new Set<string>()]));
  const senders = new Map(services.map((service) => [service, new Set<string>()]));
  for (const message of messages) {
    const { index, service = "", number = "" } = { index: 0, ...found(message) };
    numbers.get(service)?.add(number);
    senders.get(service)?.add(senderOf(message.slice(0, index)));
  }
  const all = services.flatMap((service) => [...(senders.get(service) ?? [])]);
  return {
    works: services.every((service) => numbers.get(service)?.size === lines),
    attributable: all.length >= services.length && new Set(all).size === all.length,
    senders: Object.fromEntries([...senders].map(([service, names]) => [service, [...names]])),
  };
}

function found(message: string) {
  const match = /burst [0-9a-f]+ ([a-z0-9-]+) ([0-9]{6})/.exec(message);
  return match === null ? {} : { index: match.index, service: match[1], number: match[2] };
}

/** Of `<priority>version time host tag procid msgid data rest`: the fields that are the same in every message of a sender. */
function senderOf(text: string): string {
  const [, , , tag = "", , , , ...rest] = text.split(" ");
  // Kernel clock and PIDs, which supervisors add as a prefix.
  return [tag, ...rest]
    .join(" ")
    .replace(/[0-9.]+/g, "#")
    .trim();
}
