import { ofClaims } from "./synthetic-claims.ts";
import { blast, crashloop, deaf } from "./synthetic-faults.ts";
import { all, type Row } from "./synthetic-row.ts";
import { times } from "./synthetic-times.ts";

const image: Readonly<Record<string, Row>> = {
  images: [2, 1, 1],
  total: [260e6, 262e6, 310e6],
  shared: all(199e6),
  unique: [61e6, 63e6, 111e6],
  sum: [460e6, 262e6, 310e6],
  layers: [8, 5, 6],
  packages: [10, 12, 60],
  setuid: [0, 9, 11],
  slim: [40e6, 45e6, 80e6],
  slimRatio: [0.15, 0.17, 0.26],
};

const complexity: Readonly<Record<string, Row>> = {
  files: [6, 12, 24],
  lines: [90, 160, 320],
  languages: [2, 4, 5],
  steps: [14, 12, 16],
  resources: [9, 6, 6],
  containers: [2, 1, 1],
  processes: [2, 3, 6],
  supervising: [0, 1, 4],
  outside: [3, 2, 2],
  packages: [10, 12, 60],
};

const polling: Readonly<Record<string, Row>> = { interval: all(5), answered: all(true), answers: all(true) };
const identity: Readonly<Record<string, Row>> = {
  ...{ "entry.resolves": all(true), "peer.resolves": all(true) },
  "entry.reachable": all(true),
  "entry.knowsAddress": all(false),
  "entry.knowsPort": all(false),
  named: all(true),
  sameName: [false, true, true],
};

const posture: Readonly<Record<string, Row>> = {
  "root.capabilities": [0, 6, 37],
  "root.seccomp": [true, true, false],
  "root.noNewPrivileges": [true, true, false],
  "root.devices": [0, 0, 14],
  "root.hostWrites": [0, 0, 2],
  "root.kernelSurfaces": [0, 0, 30],
  privileged: [false, false, true],
  hostMounts: [0, 0, 1],
  readOnlyRoot: all(true),
  ...{ "services.root": all(0), "services.capabilities": all(0) },
  "services.confined": all(true),
  "network.peer": [true, false, false],
  undeclared: [0, 1, 1],
  "checks.passed": [20, 17, 8],
  "checks.failed": [0, 3, 12],
  score: [100, 85, 40],
};

const zombies: Readonly<Record<string, Row>> = {
  made: all(200),
  refused: all(0),
  most: [3, 5, 4],
  left: all(0),
  goneAfter: [200, 1000, 200],
};

const shutdown: Readonly<Record<string, Row>> = {
  "stop.seconds": [0.7, 1.5, 1.2],
  "stop.exitCode": all(0),
  "stop.killed": all(false),
  "stop.told.entry": all(true),
  "stop.told.peer": all(true),
  "stop.order": all("client, server"),
  "stop.lost": all(0),
  "hup.stops": [false, false, false],
  "hup.told": all(false),
  "int.stops": [true, true, false],
  "int.told": [true, true, false],
  "kill.restarted": all(false),
  "early.seconds": [0.6, 1.1, 2.2],
  "early.exitCode": all(0),
};

const memory: Readonly<Record<string, Row>> = {
  "idle.charged": [42e6, 47e6, 60e6],
  "idle.pss": [19e6, 32e6, 45e6],
  "idle.outside": [23e6, 15e6, 15e6],
  "idle.anonymous": [17e6, 28e6, 33e6],
  "idle.workingSet": [22e6, 34e6, 50e6],
  "load.charged": [44e6, 49e6, 62e6],
  "load.anonymous": [18e6, 29e6, 34e6],
  "load.workingSet": [24e6, 36e6, 52e6],
  peak: [40e6, 52e6, 80e6],
};

const update: Readonly<Record<string, Row>> = {
  deploy: [9, 10, 12],
  "entry.restarted": [false, true, true],
  outage: [0, 1900, 2900],
  lost: [0, 190, 290],
  containers: [1, 1, 1],
};

const scaling: Readonly<Record<string, Row>> = {
  alone: [true, false, false],
  reached: all(20),
  "perPeer.memory": [20e6, 45e6, 58e6],
  "perPeer.processes": [2, 4, 7],
  "perPeer.ms": [350, 500, 900],
};

const logs: Readonly<Record<string, Row>> = {
  attributable: all(true),
  written: all(60_000),
  lost: [0, 0, 4000],
  merged: all(0),
  rate: [19_500, 17_000, 9000],
  slowest: [3.1, 3.5, 6],
  "disk.rotated": [30e6, 30e6, 31e6],
  "disk.unlimited": [36.5e6, 36.7e6, 36.9e6],
  "syslog.works": [true, true, false],
  "syslog.attributable": [true, false, false],
};

const tables: readonly Readonly<Record<string, Readonly<Record<string, Row>>>>[] = [
  { image, complexity, identity, polling, posture, zombies, shutdown, memory },
  times,
  { update, scaling, logs, crashloop, deaf, blast: blast() },
  ofClaims,
];

/** By experiment and figure: a plausible value for each family. */
export const syntheticValues: Readonly<Record<string, Readonly<Record<string, Row>>>> = Object.fromEntries(
  [...new Set(tables.flatMap((table) => Object.keys(table)))].map((name) => [
    name,
    Object.fromEntries(tables.flatMap((table) => Object.entries(table[name] ?? {}))),
  ]),
);
