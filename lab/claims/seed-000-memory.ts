import type { Claim } from "./contract.ts";
import { compared } from "./deciding.ts";
import { sources } from "./sources.ts";
import { separate, supervisord, systemd } from "./subjects.ts";

const source = sources.comparison;

/** Three ways to add up memory: they answer different questions, so each is a part. */
const accountings = ["memory/idle.inside", "memory/idle.engine", "memory/crowd.engine"];

/** Claims about memory and other overhead. */
export const memoryOfThree: readonly Claim[] = [
  {
    id: "000-1",
    source,
    claim:
      "One container for both services needs less memory than two containers. Three accountings: in the containers, with Docker's processes, and as a share in a crowd of 20.",
    figures: accountings,
    statements: (analysis) =>
      accountings.flatMap((figure) =>
        [supervisord, systemd].map((single) => compared(analysis, figure, single, "lower", separate)),
      ),
  },
  {
    id: "000-15",
    source,
    claim:
      "Two sentences about systemd that seem to exclude each other: a container with it has a lower memory footprint, and it costs more than supervisord. Here under load, since 000-1 and 000-19 say it of idle deployments.",
    figures: ["memory/load.inside", "memory/load.engine"],
    statements: (analysis) =>
      ["memory/load.inside", "memory/load.engine"].flatMap((figure) => [
        compared(analysis, figure, systemd, "lower", separate),
        compared(analysis, figure, systemd, "higher", supervisord),
      ]),
  },
  {
    id: "000-19",
    source,
    claim:
      "Of the two supervisors, supervisord has the lower overhead: memory, processes that are not the services', packages, and time to the first answer.",
    figures: ["memory/idle.inside", "complexity/supervising", "complexity/packages", "startup/first.answer"],
    statements: (analysis) =>
      ["memory/idle.inside", "complexity/supervising", "complexity/packages", "startup/first.answer"].map((figure) =>
        compared(analysis, figure, supervisord, "lower", systemd),
      ),
  },
];
