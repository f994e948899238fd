import type { Value } from "../../../../lab/contract.ts";

/** One value per family, as in synthetic-values.ts. */
type Row = readonly [separate: Value, supervisor: Value, init: Value];

const all = (value: Value): Row => [value, value, value];

const startup: Readonly<Record<string, Row>> = {
  "first.answer": [500, 1100, 600],
  "first.listening": [490, 1090, 590],
  "again.answer": [400, 900, 500],
  "create.answer": [900, 1200, 1900],
  "create.healthy": [1500, 1800, 2600],
  "restart.answer": [700, 1000, 1600],
};

const cold: Readonly<Record<string, Row>> = {
  "first.answer": [2200, 2500, 2300],
  answer: [2600, 2500, 3900],
  load: [1700, 1300, 2000],
  bytes: [260e6, 262e6, 310e6],
};

const latency: Readonly<Record<string, Row>> = {
  "loopback.new.p50": all(360),
  "loopback.kept.p50": all(180),
  "services.new.p50": [440, 360, 360],
  "services.kept.p50": [210, 180, 180],
  "services.again.new.p50": [440, 360, 360],
  "services.new.added": [80, 1, 1],
  "services.kept.added": [30, 1, 1],
  "published.new.p50": all(560),
  "published.kept.p50": all(230),
  "forwarded.new.p50": all(450),
  "forwarded.kept.p50": all(215),
  "hostnet.new.p50": all(355),
  "hostnet.kept.p50": all(178),
  lookup: [160, 30, 30],
  "loopback.p50": [420, 425, 430],
  "loopback.p90": [520, 525, 530],
  "loopback.p99": [800, 810, 820],
  "loopback.p999": [1500, 1510, 1520],
  "services.p50": [460, 425, 430],
  "services.p90": [590, 525, 530],
  "services.p99": [900, 810, 820],
  "services.p999": [1700, 1510, 1520],
  "published.p50": [560, 565, 570],
  "published.p90": [680, 690, 700],
  "published.p99": [1100, 1110, 1120],
  "published.p999": [2100, 2110, 2120],
  "hostnet.p50": [415, 420, 425],
  "hostnet.p90": [515, 520, 525],
  "hostnet.p99": [790, 800, 810],
  "hostnet.p999": [1490, 1500, 1510],
  "loopback.rate": [2100, 2600, 2550],
  "published.rate": [1800, 2200, 2150],
  errors: all(0),
};

const tail: Readonly<Record<string, Row>> = {
  "services.new.p99": [900, 800, 800],
  "published.new.p99": all(1100),
};

const recovery: Readonly<Record<string, Row>> = {
  "entry.outage": [800, 1100, 500],
  "entry.lost": [80, 110, 50],
  ...{ "entry.back": all(true), "peer.back": all(true) },
  "peer.outage": [900, 1200, 600],
  "peer.lost": all(0),
  "first.outage": [800, 1500, 2100],
  "first.lost": [80, 150, 210],
  "first.back": all(true),
  "container.back": all(false),
};

/** Values of experiments that measure times, by experiment and figure. */
export const times: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  startup,
  cold,
  latency,
  tail,
  recovery,
};
