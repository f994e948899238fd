import { all, type Row } from "./synthetic-row.ts";

/** By experiment: plausible values of the figures that only claims use. */
export const ofClaims: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  image: { programs: [900, 950, 980], shell: all(true) },
  complexity: {
    "lines.configuration": [25, 73, 126],
    "lines.programs": [16, 87, 194],
    orchestration: [60, 35, 40],
    kernelSettings: [12, 9, 6],
  },
  polling: { seconds: all(5) },
  identity: { "entry.reached": all(true) },
  posture: {
    deviceShare: [0, 0, 96],
    modules: [false, false, true],
    readOnlyCgroupWritable: [false, false, true],
    rootContainer: [false, true, true],
    ...{ healthChecks: all(true), memoryLimits: all(true) },
    "undeclared.local": [0, 4, 4],
    visible: [0, 2, 2],
    checks: [100, 95, 60],
  },
  grants: { "privileged.needed": [false, false, true], "hostMounts.needed": [false, false, true] },
  state: {
    "survives.restart": all(true),
    "survives.recreation": all(false),
    volume: all(true),
    fills: all(false),
  },
  memory: {
    "idle.inside": [19e6, 32e6, 45e6],
    "idle.engine": [42e6, 47e6, 60e6],
    "crowd.engine": [30e6, 40e6, 52e6],
    "load.inside": [20e6, 33e6, 46e6],
    "load.engine": [44e6, 49e6, 62e6],
  },
  scaling: {
    "inside.possible": [false, true, true],
    "inside.restarted": all(false),
    "deployment.memory": [20e6, 45e6, 58e6],
    "deployment.ms": [350, 500, 900],
  },
  update: { layers: all(1), shipped: [3000, 5000, 5000] },
  logs: { docker: all(true), "loggers.cpu": [0, 400, 900] },
};
