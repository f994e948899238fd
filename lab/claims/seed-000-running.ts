import type { Analysis } from "../analysis/contract.ts";
import type { Claim, Statement } from "./contract.ts";
import { boundOf, compared, isSo, numberIs } from "./deciding.ts";
import { each, someOne } from "./finding.ts";
import { onlyWithin } from "./per-round.ts";
import { sources } from "./sources.ts";
import { noSharedContainer, plain, separate, sharedContainers, supervisord, systemd } from "./subjects.ts";

const source = sources.comparison;
const shared = [supervisord, systemd];
const limits = ["default", "deployed"] as const;

/** Claims about running the approaches: scaling, updates, logs, faults. */
export const runningThree: readonly Claim[] = [
  {
    id: "000-6",
    source,
    claim:
      "Only separate containers let one service be scaled without the other: in one container no worker can be added without a restart of the other service.",
    figures: ["deployment.restarted", "deployment.lost", "inside.possible", "inside.restarted"].map(
      (name) => `scaling/${name}`,
    ),
    statements: (analysis) => [
      isSo(analysis, "scaling/deployment.restarted", separate, false),
      numberIs(analysis, "scaling/deployment.lost", separate, { atMost: 0 }),
      ...each(sharedContainers(analysis), noSharedContainer, "no worker can be added alone", (subject) =>
        cannotScaleInside(analysis, subject),
      ),
    ],
  },
  {
    id: "000-7",
    source,
    claim:
      "Services in one container are deployed as one unit: the entry restarts when only the peer changes. Separate containers are deployed independently.",
    figures: ["update/entry.restarted", "update/lost"],
    statements: (analysis) => [
      ...shared.map((subject) => isSo(analysis, "update/entry.restarted", subject, true)),
      isSo(analysis, "update/entry.restarted", separate, false),
      numberIs(analysis, "update/lost", separate, { atMost: 0 }),
    ],
  },
  {
    id: "000-8",
    source,
    claim:
      "Separate containers have a log each, supervisord mixes the services' logs, and systemd's journal keeps them apart. Each as its users write it and as this project repairs it.",
    figures: ["logs/attributable"],
    statements: (analysis) => [
      isSo(analysis, "logs/attributable", separate, true),
      ...[plain.supervisord, supervisord].map((subject) => isSo(analysis, "logs/attributable", subject, false)),
      ...[plain.systemd, systemd].map((subject) => isSo(analysis, "logs/attributable", subject, true)),
    ],
  },
  {
    id: "000-9",
    source,
    claim:
      "Separate containers isolate faults better than one container with supervisord or systemd: what a misbehaving peer costs the entry, under Docker's defaults and under the limits as deployed.",
    figures: [
      ...limits.flatMap((limit) => [
        ...["memory.{}.died", "forks.{}.failed", "disk.{}.failed", "cpu.{}.p99"].map(
          (name) => `blast/${name.replace("{}", limit)}`,
        ),
      ]),
      "recovery/peer.lost",
    ],
    statements: (analysis) => [
      ...limits.flatMap((limit) => shared.flatMap((other) => spares(analysis, limit, other))),
      numberIs(analysis, "recovery/peer.lost", separate, { atMost: 0 }),
    ],
  },
  {
    id: "000-10",
    source,
    claim:
      "systemd and supervisord restart a service that dies; if the service has its own container, Docker restarts it.",
    figures: ["recovery/entry.back", "recovery/peer.back"],
    statements: (analysis) =>
      [systemd, supervisord, separate].flatMap((subject) =>
        ["recovery/entry.back", "recovery/peer.back"].map((figure) => isSo(analysis, figure, subject, true)),
      ),
  },
];

/** It is impossible, or the other service restarts for it. */
function cannotScaleInside(analysis: Analysis, subject: string): Statement {
  return someOne("", [
    isSo(analysis, "scaling/inside.possible", subject, false),
    isSo(analysis, "scaling/inside.restarted", subject, true),
  ]);
}

/** Each fault costs the entry less with separate containers than in the other approach. */
function spares(analysis: Analysis, limit: (typeof limits)[number], other: string): Statement[] {
  const few = { atMost: boundOf("faults.spared") };
  return [
    compared(analysis, `blast/memory.${limit}.died`, separate, "lower", other),
    onlyWithin(analysis, `blast/forks.${limit}.failed`, separate, other, few),
    onlyWithin(analysis, `blast/disk.${limit}.failed`, separate, other, few),
    onlyWithin(analysis, `blast/cpu.${limit}.p99`, separate, other, { atMost: boundOf("faults.p99") }),
  ];
}
