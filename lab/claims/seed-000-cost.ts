import type { Claim } from "./contract.ts";
import { calculated, compared } from "./deciding.ts";
import { verdictOf } from "./finding.ts";
import { separate, supervisord, systemd } from "./subjects.ts";

const source = "Comparison of systemd, supervisord and separate containers (000)";

/** Up to how many times as long is slightly longer. */
const slightly = 1.1;

/** What the three approaches take: memory, time on the network, things to write. */
export const costsOfThree: readonly Claim[] = [
  {
    id: "000-1",
    source,
    claim:
      "One container for both services needs less memory than two containers; under systemd more than under supervisord.",
    figures: ["memory/idle.charged"],
    decide: (analysis) =>
      verdictOf(
        compared(analysis, "memory/idle.charged", supervisord, "lower", separate),
        compared(analysis, "memory/idle.charged", systemd, "lower", separate),
        compared(analysis, "memory/idle.charged", systemd, "higher", supervisord),
      ),
  },
  {
    id: "000-2",
    source,
    claim:
      "Services in one container reach each other faster over loopback than separate ones over the bridge, which is slightly slower (here: at most a tenth).",
    figures: ["latency/services.p50", "latency/services.p99"],
    decide: (analysis) =>
      verdictOf(
        ...[supervisord, systemd].flatMap((single) =>
          ["latency/services.p50", "latency/services.p99"].map((figure) =>
            compared(analysis, figure, single, "lower", separate),
          ),
        ),
        calculated(
          analysis,
          [
            ["latency/services.p50", separate],
            ["latency/services.p50", supervisord],
          ],
          (bridge, loopback) => ({
            holds: bridge <= slightly * loopback,
            says: `the bridge takes ${(bridge / loopback).toFixed(2)} times as long as loopback at p50, slightly being up to ${slightly}`,
          }),
        ),
      ),
  },
  {
    id: "000-5",
    source,
    claim:
      "systemd in a container is the most complex set-up, supervisord is in between, and each separate container is simple.",
    figures: ["complexity/lines", "complexity/processes", "complexity/packages", "complexity/containers"],
    decide: (analysis) =>
      verdictOf(
        ...["complexity/lines", "complexity/processes", "complexity/packages"].map((figure) =>
          compared(analysis, figure, systemd, "higher", supervisord),
        ),
        calculated(
          analysis,
          [
            ["complexity/lines", supervisord],
            ["complexity/lines", separate],
            ["complexity/containers", separate],
          ],
          (ofSupervisord, ofSeparate, containers) => ({
            holds: ofSupervisord > ofSeparate / containers,
            says: `${supervisord} has ${ofSupervisord} rendered lines, ${separate} ${Math.round(ofSeparate / containers)} for each of ${containers} containers`,
          }),
        ),
      ),
  },
  {
    id: "000-15",
    source,
    claim:
      "Both are said of systemd and both are to hold: a smaller memory footprint than separate containers, and more overhead than supervisord.",
    figures: ["memory/idle.charged", "memory/load.charged"],
    decide: (analysis) =>
      verdictOf(
        ...["memory/idle.charged", "memory/load.charged"].flatMap((figure) => [
          compared(analysis, figure, systemd, "lower", separate),
          compared(analysis, figure, systemd, "higher", supervisord),
        ]),
      ),
  },
];
