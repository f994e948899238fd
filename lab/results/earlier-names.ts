import type { CellRecord, RunRecord } from "./record.ts";

/** Earlier names of figures, from before they were named after roles, by experiment. */
const figureNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  identity: {
    "server.resolves": "entry.resolves",
    "client.resolves": "peer.resolves",
    "server.reachable": "entry.reachable",
    "server.knowsAddress": "entry.knowsAddress",
    "server.knowsPort": "entry.knowsPort",
  },
  posture: { "network.client": "network.peer" },
  shutdown: { "stop.told.server": "stop.told.entry", "stop.told.client": "stop.told.peer" },
  recovery: {
    "server.outage": "entry.outage",
    "server.lost": "entry.lost",
    "server.back": "entry.back",
    "client.outage": "peer.outage",
    "client.lost": "peer.lost",
    "client.back": "peer.back",
  },
  update: { "server.restarted": "entry.restarted" },
  scaling: {
    "perClient.memory": "perPeer.memory",
    "perClient.processes": "perPeer.processes",
    "perClient.ms": "perPeer.ms",
  },
};

/** The workload of each experiment in runs that do not record it; `*` is for all others. */
const workloads: Readonly<Record<string, string>> = { logs: "trouble", blast: "trouble", "*": "hello" };

/** A cell with today's names of figures. */
export function cellWithTodaysNames(cell: CellRecord): CellRecord {
  const names = figureNames[cell.experiment];
  if (names === undefined) return cell;
  return { ...cell, values: renamed(cell.values, names), missing: renamed(cell.missing, names) };
}

function renamed<T>(values: Readonly<Record<string, T>>, names: Readonly<Record<string, string>>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [names[name] ?? name, value]));
}

/** A run with the workloads of its experiments, filled in if it does not record them. */
export function runWithWorkloads(run: RunRecord): RunRecord {
  const used = run.settings.experiments.map((name) => [name, workloads[name] ?? workloads["*"] ?? ""] as const);
  return { ...run, workloads: run.workloads ?? Object.fromEntries(used) };
}
