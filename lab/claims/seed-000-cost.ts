import type { Claim } from "./contract.ts";
import { calculated, compared } from "./deciding.ts";
import { separate, supervisord, systemd } from "./subjects.ts";

const source = "Comparison of systemd, supervisord and separate containers (000)";

/** "Slightly slower" means up to this many times as long. */
const slightly = 1.1;

/** Claims about the costs of the three approaches: memory, network latency, complexity. */
export const costsOfThree: readonly Claim[] = [
  {
    id: "000-1",
    source,
    claim:
      "One container for both services needs less memory than two containers, and systemd needs more than supervisord.",
    figures: ["memory/idle.charged"],
    statements: (analysis) => [
      compared(analysis, "memory/idle.charged", supervisord, "lower", separate),
      compared(analysis, "memory/idle.charged", systemd, "lower", separate),
      compared(analysis, "memory/idle.charged", systemd, "higher", supervisord),
    ],
  },
  {
    id: "000-2",
    source,
    claim:
      "Services in one container reach each other faster over loopback than separate containers do over a bridge, which is slightly slower (here: at most 10 %).",
    figures: ["latency/services.p50", "latency/services.p99"],
    statements: (analysis) => [
      ...[supervisord, systemd].flatMap((single) =>
        ["latency/services.p50", "latency/services.p99"].map((figure) =>
          compared(analysis, figure, single, "lower", separate),
        ),
      ),
      calculated(
        analysis,
        `at p50 the bridge takes at most ${slightly} times as long as loopback`,
        [
          ["latency/services.p50", separate],
          ["latency/services.p50", supervisord],
        ],
        (bridge, loopback) => ({
          holds: bridge <= slightly * loopback,
          says: `${(bridge / loopback).toFixed(2)} times`,
        }),
      ),
    ],
  },
  {
    id: "000-5",
    source,
    claim:
      "systemd in a container is the most complex setup, supervisord is in between, and each separate container is simple.",
    figures: ["complexity/lines", "complexity/processes", "complexity/packages", "complexity/containers"],
    statements: (analysis) => [
      ...["complexity/lines", "complexity/processes", "complexity/packages"].map((figure) =>
        compared(analysis, figure, systemd, "higher", supervisord),
      ),
      calculated(
        analysis,
        `${supervisord} has more rendered lines than ${separate} in each container`,
        [
          ["complexity/lines", supervisord],
          ["complexity/lines", separate],
          ["complexity/containers", separate],
        ],
        (ofSupervisord, ofSeparate, containers) => ({
          holds: ofSupervisord > ofSeparate / containers,
          says: `${ofSupervisord} against ${Math.round(ofSeparate / containers)} in each of ${containers} containers`,
        }),
      ),
    ],
  },
  {
    id: "000-15",
    source,
    claim:
      "Two claims about systemd hold at the same time: it has a smaller memory footprint than separate containers, and more overhead than supervisord.",
    figures: ["memory/idle.charged", "memory/load.charged"],
    statements: (analysis) => [
      ...["memory/idle.charged", "memory/load.charged"].flatMap((figure) => [
        compared(analysis, figure, systemd, "lower", separate),
        compared(analysis, figure, systemd, "higher", supervisord),
      ]),
    ],
  },
];
