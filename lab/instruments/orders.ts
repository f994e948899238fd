import { randomBytes } from "node:crypto";
import type { Service, Workload } from "../../services/contract.ts";
import { serviceOf } from "../roles.ts";
import type { Control } from "../tools.ts";

/** An order to misbehave; see `Roles.misbehaves` in services/contract.ts. */
export type Order =
  | {
      readonly do: "log";
      readonly lines: number;
      /** Length of a line with its line end. */
      readonly bytes: number;
      /** Lines per second; 0: as fast as possible. */
      readonly rate: number;
    }
  | { readonly do: "leak" | "fork" | "fill" | "spin" | "crash" | "deaf"; readonly seconds: number }
  | { readonly do: "serve"; readonly as: Serving };

/** How the entry serves: with a thread for each connection, or all connections from one event loop. */
export type Serving = "threads" | "loop";

/** A service's report on an order. */
export interface Report {
  readonly id: string;
  /** Seconds since 1970, by the clock of Docker's host. */
  readonly began: number;
  readonly ended: number;
  /** Number of lines, bytes or processes. */
  readonly amount: number;
  /** Attempts that the system refused. */
  readonly refused: number;
  readonly error?: string;
}

/** An order that was given to a service. */
export interface Given {
  readonly id: string;
  /** Milliseconds since 1970, by the clock of Docker's host. */
  readonly at: number;
}

/** Gives orders to services of the workload. */
export interface Orders {
  /** @throws Error if the service cannot take it, for example because its container does not run */
  give(service: string, order: Order): Promise<Given>;
  /** Waits for the report. @returns undefined if there is none in time: the service died first */
  report(service: string, id: string, seconds: number): Promise<Report | undefined>;
}

/** Path of a service's scratch folder, which holds its orders. @throws if it has none */
export function scratchOf({ name, scratch: [folder] }: Pick<Service, "name" | "scratch">): string {
  if (folder === undefined) throw new Error(`the service ${name} has no scratch folder for orders`);
  return folder.path;
}

/** @param control for the services, or for their clones */
export function ordersOf(workload: Workload, control: Control): Orders {
  const place = (service: string) => `${scratchOf(serviceOf(workload, service))}/${service}`;
  return {
    async give(service, order) {
      const id = randomBytes(3).toString("hex");
      const words = ["sh", "-c", giving, "give", JSON.stringify({ id, ...order }), `${place(service)}.order`];
      const { exitCode, output } = await control(service, "exec", ...words);
      const at = Number(output.trim());
      if (exitCode !== 0 || !(at > 0)) throw new Error(`${service} takes no order: ${output.trim()}`);
      return { id, at };
    },
    async report(service, id, seconds) {
      const words = ["sh", "-c", waiting, "report", id, `${place(service)}.report`, String(seconds * 10)];
      const { exitCode, output } = await control(service, "exec", ...words);
      return exitCode === 0 ? parseReport(output, service) : undefined;
    },
  };
}

/** Writes the order's file atomically, since the service takes it at once; prints the time. */
const giving = 'printf %s "$1" >"$2.new" && mv "$2.new" "$2" && date +%s%3N';

const waiting =
  'tries=0; until grep -qs "$1" "$2"; do tries=$((tries + 1)); [ "$tries" -lt "$3" ] || exit 1; sleep 0.1; done; cat "$2"';

function parseReport(text: string, service: string): Report {
  const report = JSON.parse(text) as Report;
  if (report.error !== undefined) throw new Error(`${service} could not carry out the order: ${report.error}`);
  return report;
}
