import type { Analysis } from "../analysis/contract.ts";
import type { Claim } from "./contract.ts";
import { calculated, isSo, numberIs } from "./deciding.ts";
import { briefly, overall, verdictOf, type Finding } from "./finding.ts";
import { apart, heavy, light, noneShares, sharing } from "./subjects.ts";

const source = "Comparison of systemd, supervisord and separate containers (000)";

/** What happens while they run: scaling, updates, logs, faults. */
export const runningThree: readonly Claim[] = [
  {
    id: "000-6",
    source,
    claim: "Only with separate containers can one service be scaled without the other.",
    figures: ["scaling/alone", "scaling/perClient.memory"],
    decide: (analysis) =>
      verdictOf(
        isSo(analysis, "scaling/alone", apart, true),
        overall(
          "with both services in one container",
          sharing(analysis).map((subject) => perClient(analysis, subject)),
          noneShares,
        ),
      ),
  },
  {
    id: "000-7",
    source,
    claim:
      "Services in one container are deployed as one unit, so that the server restarts when only the client changes; separate ones are deployed apart.",
    figures: ["update/server.restarted", "update/lost"],
    decide: (analysis) =>
      verdictOf(
        isSo(analysis, "update/server.restarted", light, true),
        isSo(analysis, "update/server.restarted", heavy, true),
        isSo(analysis, "update/server.restarted", apart, false),
        numberIs(analysis, "update/lost", apart, (lost) => lost === 0),
      ),
  },
  {
    id: "000-8",
    source,
    claim:
      "Separate containers have a log each, supervisord mixes the services' logs, and systemd's journal tells them apart (here: as this project renders them, with supervisord's lines prefixed by their service).",
    figures: ["logs/attributable"],
    decide: (analysis) =>
      verdictOf(
        isSo(analysis, "logs/attributable", apart, true),
        isSo(analysis, "logs/attributable", light, false),
        isSo(analysis, "logs/attributable", heavy, true),
      ),
  },
  {
    id: "000-9",
    source,
    claim:
      "With separate containers, a client that dies or goes wild does not touch the server (here: at most 1 % of its requests fail).",
    figures: [
      "recovery/client.lost",
      ...["memory", "forks", "disk", "cpu"].flatMap((hog) => [
        `blast/${hog}.limited.failed`,
        `blast/${hog}.unlimited.failed`,
      ]),
    ],
    decide: (analysis) =>
      verdictOf(
        numberIs(analysis, "recovery/client.lost", apart, (lost) => lost === 0),
        ...["memory", "forks", "disk", "cpu"].flatMap((hog) =>
          ["limited", "unlimited"].map((limits) =>
            numberIs(analysis, `blast/${hog}.${limits}.failed`, apart, (failed) => failed <= 1),
          ),
        ),
      ),
  },
  {
    id: "000-10",
    source,
    claim: "systemd and supervisord start a service again that dies; where it has its container, Docker does.",
    figures: ["recovery/server.back", "recovery/server.outage"],
    decide: (analysis) => verdictOf(...[heavy, light, apart].map((subject) => comesBack(analysis, subject))),
  },
];

function perClient(analysis: Analysis, subject: string): Finding {
  const alone = isSo(analysis, "scaling/alone", subject, false);
  const memory = numberIs(analysis, "scaling/perClient.memory", subject, () => true);
  if (alone.holds === "unknown") return alone;
  const cost = memory.evidence[0]?.shown;
  const value = `${alone.holds === "yes" ? "cannot" : "can"}${cost === undefined ? "" : `, ${cost} per further client`}`;
  return briefly(subject, { ...alone, evidence: [...alone.evidence, ...memory.evidence] }, value);
}

function comesBack(analysis: Analysis, subject: string): Finding {
  const back = isSo(analysis, "recovery/server.back", subject, true);
  if (back.holds !== "yes") return back;
  const outage = calculated(analysis, [["recovery/server.outage", subject]], () => ({ holds: true, says: "" }));
  const after = outage.evidence[0]?.shown;
  const says = after === undefined ? back.says : `${subject} answers again after ${after}`;
  return { holds: "yes", says, evidence: [...back.evidence, ...outage.evidence] };
}
