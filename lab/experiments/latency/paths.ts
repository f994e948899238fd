import { median } from "simple-statistics";
import type { Figure } from "../../contract.ts";
import { without } from "../../instruments/missing.ts";
import type { Precise } from "../../tools/requests.ts";

/** Network paths to the entry, by the prefix of their figures. */
const paths = {
  loopback: "loopback in the entry's container",
  services: "peer to entry",
  published: "host to published port",
  forwarded: "another network namespace to published port, without a port proxy",
  hostnet: "host to entry in the host's network",
} as const;

export type Path = keyof typeof paths;
export type Connection = "new" | "kept";

const connections = { new: "a connection per request", kept: "a kept connection" } as const;

/** Where a path is measured from, and what for. */
export interface Measured {
  readonly path: Path;
  readonly connection: Connection;
  /** Whether the path is measured a second time, under another name: the two are the same. */
  readonly again: boolean;
}

/** The figure of a median, such as `services.again.new.p50`. */
export function figureOf({ path, connection, again }: Measured): string {
  return `${path}${again ? ".again" : ""}.${connection}.p50`;
}

/** What is measured of these paths: both connections, and the path from the peer twice. */
export function measuredOf(some: readonly Path[]): readonly Measured[] {
  const both = (["new", "kept"] as const).flatMap((connection) =>
    some.map((path) => ({ path, connection, again: false })),
  );
  return some.includes("services") ? [...both, { path: "services", connection: "new", again: true }] : both;
}

const everyPath = Object.keys(paths) as readonly Path[];

const medians: Readonly<Record<string, Figure>> = Object.fromEntries(
  measuredOf(everyPath).map((one) => {
    const { path, connection, again } = one;
    const title = `${paths[path]}, ${connections[connection]}${again ? ", measured again" : ""}, p50`;
    return [figureOf(one), { title, unit: "us", better: "lower" } as const];
  }),
);

const withdrawn =
  "Paths were measured in one order, from new processes and after bursts on the same path, which lengthened the p99 of the later ones; requests on kept connections were not measured.";

/** Figures of earlier runs, such as `loopback.p99`. */
const earlier: Readonly<Record<string, Figure>> = Object.fromEntries(
  (["loopback", "services", "published", "hostnet"] as const).flatMap((path) =>
    Object.entries({ p50: "p50", p90: "p90", p99: "p99", p999: "p99.9" }).map(([name, title]) => [
      `${path}.${name}`,
      { title: `${paths[path]}, ${title}`, unit: "us", better: "lower", withdrawn } as const,
    ]),
  ),
);

const added = (connection: Connection): Figure => ({
  title: `added by the path from peer to entry beside loopback, ${connections[connection]}`,
  unit: "us",
  better: "lower",
});

export const latencyFigures: Readonly<Record<string, Figure>> = {
  ...medians,
  "services.new.added": added("new"),
  "services.kept.added": added("kept"),
  lookup: { title: "lookup of the entry's name by the peer, p50", unit: "us", better: "lower" },
  "loopback.rate": {
    title: "loopback in the entry's container, most requests per second",
    unit: "per-second",
    better: "higher",
  },
  "published.rate": { title: "host to published port, most requests per second", unit: "per-second", better: "higher" },
  errors: { title: "requests that failed", unit: "count", better: "lower" },
  ...earlier,
};

/** Median in microseconds. @throws if no request was answered */
export function medianOf(results: readonly Precise[], what: string): number {
  const latencies = results.flatMap((one) => one.latencies);
  if (latencies.length === 0) throw new Error(`no answer: ${what}`);
  return median(latencies);
}

/** Why a path's figures have no values. */
export function withoutPath(path: Path, reason: string): Record<string, string> {
  return without(measuredOf([path]).map(figureOf), reason);
}
