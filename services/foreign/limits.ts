import { get, type MapTree } from "../compose/tree.ts";
import type { ForeignLimits } from "./contract.ts";
import { defined, entries, number, text } from "./values.ts";

/** What a service may use at most: keys of its own, else those below `deploy`. */
export function limitsOf(service: MapTree): ForeignLimits {
  const resources = get(get(service, "deploy"), "resources");
  const [limits, reservations] = [get(resources, "limits"), get(resources, "reservations")];
  const ulimits = entries(service, "ulimits").map(([name, value]) => {
    const one = value.kind === "scalar" ? Number(value.value) : undefined;
    return [name, { soft: one ?? number(value, "soft") ?? 0, hard: one ?? number(value, "hard") ?? 0 }] as const;
  });
  return {
    ulimits: Object.fromEntries(ulimits),
    ...defined<Omit<ForeignLimits, "ulimits">>({
      memoryBytes: number(service, "mem_limit") ?? number(limits, "memory"),
      reservedBytes: number(service, "mem_reservation") ?? number(reservations, "memory"),
      swapBytes: number(service, "memswap_limit"),
      cpus: number(service, "cpus") ?? number(limits, "cpus"),
      cpuShares: number(service, "cpu_shares"),
      cpuset: text(service, "cpuset"),
      pids: number(service, "pids_limit") ?? number(limits, "pids"),
      shmBytes: number(service, "shm_size"),
    }),
  };
}
