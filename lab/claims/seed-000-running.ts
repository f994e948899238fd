import type { Analysis } from "../analysis/contract.ts";
import type { Claim, Statement } from "./contract.ts";
import { isSo, numberIs } from "./deciding.ts";
import { each } from "./finding.ts";
import { noSharedContainer, separate, sharedContainers, supervisord, systemd } from "./subjects.ts";
import { numberOf } from "./values.ts";

const source = "Comparison of systemd, supervisord and separate containers (000)";

/** Claims about running the approaches: scaling, updates, logs, faults. */
export const runningThree: readonly Claim[] = [
  {
    id: "000-6",
    source,
    claim: "Only with separate containers can one service be scaled without the other.",
    figures: ["scaling/alone", "scaling/perPeer.memory"],
    statements: (analysis) => [
      isSo(analysis, "scaling/alone", separate, true),
      ...each(
        sharedContainers(analysis),
        noSharedContainer,
        "with both in one container neither can be scaled alone",
        (subject) => isSo(analysis, "scaling/alone", subject, false),
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
      isSo(analysis, "update/entry.restarted", supervisord, true),
      isSo(analysis, "update/entry.restarted", systemd, true),
      isSo(analysis, "update/entry.restarted", separate, false),
      numberIs(analysis, "update/lost", separate, { atMost: 0 }),
    ],
  },
  {
    id: "000-8",
    source,
    claim:
      "Separate containers have a log each, supervisord mixes the services' logs, and systemd's journal keeps them apart (here: as this project renders them; under supervisord it prefixes each line with its service).",
    figures: ["logs/attributable"],
    statements: (analysis) => [
      isSo(analysis, "logs/attributable", separate, true),
      isSo(analysis, "logs/attributable", supervisord, false),
      isSo(analysis, "logs/attributable", systemd, true),
    ],
  },
  {
    id: "000-9",
    source,
    claim:
      "With separate containers, a peer that dies or misbehaves does not affect the entry (here: at most 1 % of its requests fail).",
    figures: [
      "recovery/peer.lost",
      ...["memory", "forks", "disk", "cpu"].flatMap((fault) => [
        `blast/${fault}.limited.failed`,
        `blast/${fault}.unlimited.failed`,
      ]),
    ],
    statements: (analysis) => [
      numberIs(analysis, "recovery/peer.lost", separate, { atMost: 0 }),
      ...["memory", "forks", "disk", "cpu"].flatMap((fault) =>
        ["limited", "unlimited"].map((limits) =>
          numberIs(analysis, `blast/${fault}.${limits}.failed`, separate, { atMost: 1 }),
        ),
      ),
    ],
  },
  {
    id: "000-10",
    source,
    claim:
      "systemd and supervisord restart a service that dies; if the service has its own container, Docker restarts it.",
    figures: ["recovery/entry.back", "recovery/entry.outage"],
    statements: (analysis) => [...[systemd, supervisord, separate].map((subject) => comesBack(analysis, subject))],
  },
];

function comesBack(analysis: Analysis, subject: string): Statement {
  const back = isSo(analysis, "recovery/entry.back", subject, true);
  const outage = numberOf(analysis, "recovery/entry.outage", subject);
  if ("missing" in outage) return back;
  const judge = (level: number) => {
    const judgement = back.judge(level);
    if (judgement.outcome !== "holds") return judgement;
    return {
      ...judgement,
      says: `after ${outage.evidence.shown}`,
      evidence: [...judgement.evidence, outage.evidence],
    };
  };
  return { ...back, judge };
}
