import type { Analysis } from "../analysis/contract.ts";
import type { Claim, Statement } from "./contract.ts";
import { calculated, comparedFigures, isSo, numberIs } from "./deciding.ts";
import { cannotTell, each, everyOne } from "./finding.ts";
import { noneMeasured, separate } from "./subjects.ts";
import { titleOf } from "./values.ts";

const source = "Thoughts on container systems (002)";

/** Bytes that the experiment `logs` writes to see how the log files grow; its figures' titles name the number. */
export const writtenBytes = 48e6;
/** Lines per second that `logs` tries to write: 10,000 for each of two services. */
export const triedRate = 20_000;

export const ofContainerSystems: readonly Claim[] = [
  {
    id: "002-1",
    source,
    claim:
      "Docker's JSON log files grow without limit and cannot be rotated, and the daemon cannot keep up with heavy output.",
    figures: ["logs/disk.unlimited", "logs/disk.rotated", "logs/rate", "logs/lost"],
    statements: (analysis) => [
      numberIs(analysis, "logs/disk.unlimited", separate, { atLeast: writtenBytes }),
      comparedFigures(analysis, separate, "logs/disk.rotated", "not lower", "logs/disk.unlimited"),
      calculated(
        analysis,
        "the daemon does not keep pace, or loses lines",
        [
          ["logs/rate", separate],
          ["logs/lost", separate],
        ],
        (rate, lost) => ({
          holds: rate < 0.9 * triedRate || lost > 0,
          says: `of ${triedRate} lines per second, ${Math.round(rate)} were written; ${lost} lines were lost`,
        }),
      ),
    ],
  },
  {
    id: "002-2",
    source,
    claim: "When the Docker daemon stops or crashes, all containers die.",
    figures: [],
    needs: "an experiment that stops and kills a private Docker daemon, with live-restore and without it",
    statements: ({ run }) => [
      cannotTell(
        `what happens to running containers when a private Docker daemon is stopped and killed, with live-restore and without it; this lab does not stop the Docker daemon (${run.host.engine}, live-restore ${run.host.liveRestore ? "on" : "off"})`,
      ),
    ],
  },
  {
    id: "002-3",
    source,
    claim: "Docker does not restart a container whose PID 1 dies.",
    figures: ["recovery/first.back", "recovery/first.outage", "recovery/container.back"],
    statements: (analysis) => neverSo(analysis, "recovery/first.back"),
  },
  {
    id: "002-4",
    source,
    claim: "Docker has no read-only file systems.",
    figures: ["posture/readOnlyRoot"],
    statements: (analysis) => [nowhere(analysis, "posture/readOnlyRoot")],
  },
  {
    id: "002-5",
    source,
    claim:
      "A container's private network, over a veth pair, has no noticeable cost, and the host's network is faster still.",
    figures: ["p50", "p99"].flatMap((p) =>
      ["loopback", "services", "hostnet", "published"].map((path) => `latency/${path}.${p}`),
    ),
    statements: (analysis) => [
      ...["p50", "p99"].flatMap((p) => [
        comparedFigures(analysis, separate, `latency/services.${p}`, "not higher", `latency/loopback.${p}`),
        comparedFigures(analysis, separate, `latency/hostnet.${p}`, "lower", `latency/published.${p}`),
      ]),
    ],
  },
  {
    id: "002-6",
    source,
    claim: "A service in a container cannot know its public address and port, and its own host name does not resolve.",
    figures: ["entry.knowsAddress", "entry.knowsPort", "entry.resolves", "peer.resolves"].map(
      (name) => `identity/${name}`,
    ),
    statements: (analysis) => [
      ...["entry.knowsAddress", "entry.knowsPort", "entry.resolves", "peer.resolves"].flatMap((name) =>
        neverSo(analysis, `identity/${name}`),
      ),
    ],
  },
  {
    id: "002-7",
    source,
    claim: "Containers of LXC, libvirt and nspawn are like virtual machines; those of runc are bundles of processes.",
    figures: [],
    needs: "approaches for lxc, libvirt-lxc, systemd-nspawn and runc, with their processes, memory and start time",
    statements: () => [
      cannotTell("processes, memory and start time with lxc, libvirt, nspawn and runc; all approaches here use Docker"),
    ],
  },
];

/** Holds if no subject has it; one that does is enough against it. */
function nowhere(analysis: Analysis, figure: string): Statement {
  return everyOne(
    `${titleOf(analysis, figure)}: in no approach`,
    analysis.subjects.map((subject) => isSo(analysis, figure, subject, false)),
  );
}

function neverSo(analysis: Analysis, figure: string): Statement[] {
  return each(analysis.subjects, noneMeasured, `not so: ${titleOf(analysis, figure)}`, (subject) =>
    isSo(analysis, figure, subject, false),
  );
}
