import type { Analysis } from "../analysis/contract.ts";
import type { Claim } from "./contract.ts";
import { calculated, isSo, numberIs } from "./deciding.ts";
import { briefly, overall, verdictOf, type Finding } from "./finding.ts";
import { noSharedContainer, separate, sharedContainers, supervisord, systemd } from "./subjects.ts";

const source = "Comparison of systemd, supervisord and separate containers (000)";

/** Claims about running the approaches: scaling, updates, logs, faults. */
export const runningThree: readonly Claim[] = [
  {
    id: "000-6",
    source,
    claim: "Only with separate containers can one service be scaled without the other.",
    figures: ["scaling/alone", "scaling/perPeer.memory"],
    decide: (analysis) =>
      verdictOf(
        isSo(analysis, "scaling/alone", separate, true),
        overall(
          "scaling one service with both in one container",
          sharedContainers(analysis).map((subject) => perPeer(analysis, subject)),
          noSharedContainer,
        ),
      ),
  },
  {
    id: "000-7",
    source,
    claim:
      "Services in one container are deployed as one unit: the entry restarts when only the peer changes. Separate containers are deployed independently.",
    figures: ["update/entry.restarted", "update/lost"],
    decide: (analysis) =>
      verdictOf(
        isSo(analysis, "update/entry.restarted", supervisord, true),
        isSo(analysis, "update/entry.restarted", systemd, true),
        isSo(analysis, "update/entry.restarted", separate, false),
        numberIs(analysis, "update/lost", separate, (lost) => lost === 0),
      ),
  },
  {
    id: "000-8",
    source,
    claim:
      "Separate containers have a log each, supervisord mixes the services' logs, and systemd's journal keeps them apart (here: as this project renders them; under supervisord it prefixes each line with its service).",
    figures: ["logs/attributable"],
    decide: (analysis) =>
      verdictOf(
        isSo(analysis, "logs/attributable", separate, true),
        isSo(analysis, "logs/attributable", supervisord, false),
        isSo(analysis, "logs/attributable", systemd, true),
      ),
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
    decide: (analysis) =>
      verdictOf(
        numberIs(analysis, "recovery/peer.lost", separate, (lost) => lost === 0),
        ...["memory", "forks", "disk", "cpu"].flatMap((fault) =>
          ["limited", "unlimited"].map((limits) =>
            numberIs(analysis, `blast/${fault}.${limits}.failed`, separate, (failed) => failed <= 1),
          ),
        ),
      ),
  },
  {
    id: "000-10",
    source,
    claim:
      "systemd and supervisord restart a service that dies; if the service has its own container, Docker restarts it.",
    figures: ["recovery/entry.back", "recovery/entry.outage"],
    decide: (analysis) => verdictOf(...[systemd, supervisord, separate].map((subject) => comesBack(analysis, subject))),
  },
];

function perPeer(analysis: Analysis, subject: string): Finding {
  const alone = isSo(analysis, "scaling/alone", subject, false);
  const memory = numberIs(analysis, "scaling/perPeer.memory", subject, () => true);
  if (alone.holds === "unknown") return alone;
  const cost = memory.evidence[0]?.shown;
  const value = `${alone.holds === "yes" ? "cannot" : "can"}${cost === undefined ? "" : `, ${cost} per further peer`}`;
  return briefly(subject, { ...alone, evidence: [...alone.evidence, ...memory.evidence] }, value);
}

function comesBack(analysis: Analysis, subject: string): Finding {
  const back = isSo(analysis, "recovery/entry.back", subject, true);
  if (back.holds !== "yes") return back;
  const outage = calculated(analysis, [["recovery/entry.outage", subject]], () => ({ holds: true, says: "" }));
  const after = outage.evidence[0]?.shown;
  const says = after === undefined ? back.says : `${subject} answers again after ${after}`;
  return { holds: "yes", says, evidence: [...back.evidence, ...outage.evidence] };
}
