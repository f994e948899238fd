import { quantile } from "simple-statistics";
import type { Figure } from "../../contract.ts";
import type { Precise } from "../../tools/requests.ts";

/** Network paths to the entry, by the prefix of their figures. */
const paths = {
  loopback: "loopback in the entry's container",
  services: "peer to entry",
  published: "host to published port",
  hostnet: "host to entry in the host's network",
} as const;

export type Path = keyof typeof paths;

const shares = {
  p50: { share: 0.5, title: "p50" },
  p90: { share: 0.9, title: "p90" },
  p99: { share: 0.99, title: "p99" },
  p999: { share: 0.999, title: "p99.9" },
} as const;

/** The figures of every path, such as `loopback.p50`. */
export const latencyFigures: Readonly<Record<string, Figure>> = Object.fromEntries(
  Object.entries(paths).flatMap(([path, where]) =>
    Object.entries(shares).map(([name, { title }]) => [
      `${path}.${name}`,
      { title: `${where}, ${title}`, unit: "us", better: "lower" } as const,
    ]),
  ),
);

/** Values of one path's figures, in microseconds. */
export function quantiles(path: Path, result: Precise | undefined): Record<string, number> {
  if (result === undefined || result.latencies.length === 0) throw new Error(`no answer on the path ${paths[path]}`);
  return Object.fromEntries(
    Object.entries(shares).map(([name, { share }]) => [`${path}.${name}`, quantile([...result.latencies], share)]),
  );
}

/** Why a path's figures have no values. */
export function withoutPath(path: Path, reason: string): Record<string, string> {
  return Object.fromEntries(Object.keys(shares).map((name) => [`${path}.${name}`, reason]));
}
