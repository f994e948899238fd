import { execa } from "execa";
import { randomBytes } from "node:crypto";
import { workload } from "../../../services/trouble/workload.ts";
import type { Answer, Subject, Tools } from "../../contract.ts";

/** What a service is told to do; see services/trouble/orders.py. */
export type Order =
  | {
      readonly do: "log";
      readonly lines: number;
      /** Of a line, its end included. */
      readonly bytes: number;
      /** Lines per second; 0: as fast as they are taken. */
      readonly rate: number;
    }
  | { readonly do: "leak" | "fork" | "fill" | "spin"; readonly seconds: number };

/** How it went. */
export interface Report {
  readonly id: string;
  /** Seconds since 1970 by the engine's host. */
  readonly began: number;
  readonly ended: number;
  /** Lines, bytes or processes. */
  readonly amount: number;
  /** Attempts that the system refused. */
  readonly refused: number;
  readonly error?: string;
}

/** An order that a service has been given. */
export interface Given {
  readonly id: string;
  /** Milliseconds since 1970 by the engine's host. */
  readonly at: number;
}

/** Gives orders to services of the workload. */
export interface Orders {
  /** @throws Error where the service cannot be given one, such as when its container does not run */
  give(service: string, order: Order): Promise<Given>;
  /** Waits for its end. @returns undefined where there is no report in time: the service did not live to write it */
  report(service: string, id: string, seconds: number): Promise<Report | undefined>;
}

/** Services that take orders, in the workload's order. */
export const orderedServices: readonly string[] = workload.services.map(({ name }) => name);

/** Folder that a service writes to: where its orders are, and its disk. */
export function scratchOf(service: string): string {
  const [folder] = workload.services.find(({ name }) => name === service)?.scratch ?? [];
  if (folder === undefined) throw new Error(`the service ${service} has no folder for orders`);
  return folder.path;
}

/** @param suffix of clones' names. @default none: the subject's own containers */
export function ordersOf(subject: Subject, tools: Pick<Tools, "control" | "signal">, suffix = ""): Orders {
  const run = (service: string, words: readonly string[]): Promise<Answer> =>
    suffix === ""
      ? tools.control(service, "exec", ...words)
      : execInClone(subject, service, suffix, words, tools.signal);
  return {
    async give(service, order) {
      const id = randomBytes(3).toString("hex");
      const file = `${scratchOf(service)}/${service}.order`;
      const { exitCode, output } = await run(service, [
        "sh",
        "-c",
        giving,
        "give",
        JSON.stringify({ id, ...order }),
        file,
      ]);
      const at = Number(output.trim());
      if (exitCode !== 0 || !(at > 0)) throw new Error(`${service} takes no order: ${output.trim()}`);
      return { id, at };
    },
    async report(service, id, seconds) {
      const file = `${scratchOf(service)}/${service}.report`;
      const { exitCode, output } = await run(service, ["sh", "-c", waiting, "report", id, file, String(seconds * 10)]);
      return exitCode === 0 ? parseReport(output, service) : undefined;
    },
  };
}

/** As a whole or not at all: it is taken as soon as it is there. Prints the time. */
const giving = 'printf %s "$1" >"$2.new" && mv "$2.new" "$2" && date +%s%3N';

const waiting =
  'tries=0; until grep -qs "$1" "$2"; do tries=$((tries + 1)); [ "$tries" -lt "$3" ] || exit 1; sleep 0.1; done; cat "$2"';

function parseReport(text: string, service: string): Report {
  const report = JSON.parse(text) as Report;
  if (report.error !== undefined) throw new Error(`${service} could not obey: ${report.error}`);
  return report;
}

/** The command that the outputs give for the service, for the clone of its container. */
async function execInClone(
  { deployment }: Subject,
  service: string,
  suffix: string,
  words: readonly string[],
  signal: AbortSignal,
): Promise<Answer> {
  const { unit, control } = deployment.services[service] ?? {};
  const [command, ...args] = (control?.exec ?? []).map((word) => (word === unit ? `${unit}${suffix}` : word));
  if (command === undefined) throw new Error(`there is no service "${service}"`);
  const options = { reject: false, all: true, stdin: "ignore", cancelSignal: signal } as const;
  const { exitCode, all } = await execa(command, [...args, ...words], options);
  signal.throwIfAborted();
  return { exitCode, output: all };
}
