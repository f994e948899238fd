import type { Experiment, Figure } from "../contract.ts";
import { without } from "../instruments/missing.ts";
import { systemsRules } from "../rules/systems.ts";
import { daemonLosses } from "./keeper/daemon-losses.ts";
import { lossOf, observed, signals, ways, type Loss } from "./keeper/loss.ts";

const { afterSeconds, backSeconds } = systemsRules.measuring;

export const keeper: Experiment = {
  name: "keeper",
  title: "Loss of what keeps containers running",
  question: "What keeps a container running is stopped, or killed: who dies, what is lost, what still starts again?",
  method:
    `SIGTERM, or SIGKILL, goes to the program that keeps the entry's container running, while the host sends 100 requests per second to the published port. ${afterSeconds.value} s later it is looked in /proc which containers' PID 1 still runs. Then PID 1 of the entry's container gets SIGKILL, if it still runs, and the entry has ${backSeconds.value} s to answer again by itself. At last pulumi destroy and pulumi up run, and the entry must answer. ` +
    "On Docker the program is the daemon. A private one is started on this machine for each trial, beside the shared one, with a container that serves and another one, both with the restart policy always; with live-restore, and without, which is Docker's default. There the last step is a start of the daemon.",
  excludes: "Both ends at once, as at a loss of power. containerd, and what shares a container's keeper with others.",
  kind: "categorical",
  about: ["entry"],
  besideOthers: false,
  long: true,
  withinSeconds: 600,
  begins: "as left",
  figures: {
    ...figuresOf("", "what keeps it"),
    ...figuresOf("live.", "a Docker daemon with live-restore"),
  },
  run: async (_, tools) => daemonLosses(tools, Object.keys(keeper.figures)),
  async elsewhere(subject, tools) {
    const program = subject.system?.keeper;
    const all = Object.keys(keeper.figures);
    if (program === undefined)
      return { values: {}, missing: without(all, "The system does not tell what keeps a container running.") };
    const losses: Record<string, Loss> = {};
    for (const way of ways) losses[way] = await lossOf({ subject, tools, program, way });
    return observed(losses, all);
  },
};

function figuresOf(prefix: string, what: string): Record<string, Figure> {
  const fact = (title: string): Figure => ({ title, unit: "yes-no", better: "yes" });
  const figures = ways.flatMap((way): (readonly [string, Figure])[] => {
    const after = `${what} gets SIG${signals[way]}`;
    const name = `${prefix}${way}`;
    return [
      [`${name}.survives`, fact(`${after}: the entry's container survives`)],
      [`${name}.others`, fact(`${after}: the other containers survive`)],
      [`${name}.lost`, { title: `${after}: requests lost`, unit: "count", better: "lower" }],
      [`${name}.back`, fact(`${after}: the entry starts again by itself`)],
      [`${name}.mended`, fact(`${after}: deploying again repairs it`)],
    ];
  });
  return Object.fromEntries(figures);
}
