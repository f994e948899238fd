import type { CommonTools } from "../../tools.ts";
import type { From, Prober } from "../../tools/requests.ts";

/** A probe in a path's first network namespace, and the address that it asks, as `host:port`. */
export interface Probe {
  readonly prober: Prober;
  readonly target: string;
}

/**
 * Starts one probe per network namespace, all at once, and closes them afterwards.
 * @param places by path
 * @param use gets the probe of each path
 */
export async function withProbers<P extends string, T>(
  { prober }: Pick<CommonTools, "prober">,
  places: Readonly<Partial<Record<P, { readonly from: From; readonly target: string }>>>,
  use: (probe: (path: P) => Probe) => Promise<T>,
): Promise<T> {
  const entries = Object.entries(places) as [P, { readonly from: From; readonly target: string }][];
  const namespaces = new Map(entries.map(([, { from }]) => [JSON.stringify(from), from]));
  const opened = await Promise.allSettled(
    [...namespaces].map(async ([key, from]) => [key, await prober(from)] as const),
  );
  const probers = new Map(opened.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])));
  try {
    for (const one of opened) if (one.status === "rejected") throw one.reason;
    return await use((path) => {
      const place = places[path];
      const found = place === undefined ? undefined : probers.get(JSON.stringify(place.from));
      if (place === undefined || found === undefined) throw new Error(`no probe for the path ${path}`);
      return { prober: found, target: place.target };
    });
  } finally {
    await Promise.all([...probers.values()].map((one) => one.close()));
  }
}
