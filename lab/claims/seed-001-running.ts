import type { Claim } from "./contract.ts";
import { isMeasured, isSo, numberIs } from "./deciding.ts";
import { cannotTell, each, everyOne } from "./finding.ts";
import { sources } from "./sources.ts";
import { noSharedContainer, runit, runitGraceful, separate, sharedContainers } from "./subjects.ts";

const source = sources.onePerContainer;
const told = ["shutdown/stop.told.entry", "shutdown/stop.told.peer"];

/** Claims about stopping, scaling, logs and coupling. */
export const runningOnePer: readonly Claim[] = [
  {
    id: "001-1",
    source,
    claim:
      "With runsvdir as PID 1 a stop is broken: TERM ends it and no service learns of it, HUP ends it and it passes on the stop signal, and no service is killed after a time-out. A repair takes another PID 1.",
    figures: [...told, "shutdown/stop.killed", "shutdown/hup.stops", "shutdown/hup.told", "deaf/survives"],
    statements: (analysis) => [
      {
        ...isSo(analysis, "shutdown/stop.killed", runit, false),
        title: `${runit}: TERM ends it, without SIGKILL from Docker`,
      },
      everyOne(
        `${runit}: at TERM no service gets its stop signal`,
        told.map((figure) => isSo(analysis, figure, runit, false)),
      ),
      { ...isSo(analysis, "shutdown/hup.stops", runit, true), title: `${runit}: HUP ends it` },
      {
        ...isSo(analysis, "shutdown/hup.told", runit, true),
        title: `${runit}: at HUP the service gets its stop signal`,
      },
      {
        ...isSo(analysis, "deaf/survives", runit, true),
        title: `${runit}: a service that ignores its signal is not killed after a time-out`,
      },
      everyOne(
        `${runitGraceful}: at TERM every service gets its stop signal`,
        told.map((figure) => isSo(analysis, figure, runitGraceful, true)),
      ),
    ],
  },
  {
    id: "001-4",
    source,
    claim: "A web application and its workers scale independently once each has its own container.",
    figures: [],
    needs: "a workload with a queue and workers, for jobs per second by number of workers",
    statements: () => [cannotTell("jobs per second by number of workers, which needs a workload with a queue")],
  },
  {
    id: "001-5",
    source,
    claim: "One container per service gives each service a usable log in Docker, and syslog with one setting.",
    figures: ["attributable", "docker", "syslog.works", "syslog.attributable"].map((name) => `logs/${name}`),
    statements: (analysis) =>
      ["attributable", "docker", "syslog.works", "syslog.attributable"].map((name) =>
        isSo(analysis, `logs/${name}`, separate, true),
      ),
  },
  {
    id: "001-6",
    source,
    claim:
      "A container with a single service can do without root, capabilities, a writable root file system and egress, and still works.",
    figures: [
      ...["services.root", "services.capabilities", "root.capabilities", "rootContainer", "readOnlyRoot"].map(
        (name) => `posture/${name}`,
      ),
      ...["posture/network.peer", "startup/first.answer"],
    ],
    statements: (analysis) => [
      ...["services.root", "services.capabilities", "root.capabilities"].map((name) =>
        numberIs(analysis, `posture/${name}`, separate, { atMost: 0 }),
      ),
      isSo(analysis, "posture/rootContainer", separate, false),
      isSo(analysis, "posture/readOnlyRoot", separate, true),
      isSo(analysis, "posture/network.peer", separate, true),
      // It works if it answers at all: without an answer the figure has a reason and no number.
      isMeasured(analysis, "startup/first.answer", separate),
    ],
  },
  {
    id: "001-7",
    source,
    claim:
      "Services in one container reach each other's ports without declaring it; in separate containers they cannot. The lab opens ports in each service as a stand-in for ones that a developer forgot.",
    figures: ["posture/undeclared"],
    statements: (analysis) => [
      ...each(sharedContainers(analysis), noSharedContainer, "undeclared ports answer", (subject) =>
        numberIs(analysis, "posture/undeclared", subject, { above: 0 }),
      ),
      numberIs(analysis, "posture/undeclared", separate, { atMost: 0 }),
    ],
  },
  {
    id: "001-8",
    source,
    claim:
      "Unix sockets and shared files couple services in one container without anybody declaring it; in separate containers they cannot. Planted by the lab like the ports.",
    figures: ["posture/undeclared.local"],
    statements: (analysis) => [
      ...each(
        sharedContainers(analysis),
        noSharedContainer,
        "undeclared sockets and files reach the other service",
        (subject) => numberIs(analysis, "posture/undeclared.local", subject, { above: 0 }),
      ),
      numberIs(analysis, "posture/undeclared.local", separate, { atMost: 0 }),
    ],
  },
];
