import type { Experiment, Figure, Kind, Value } from "../../../../lab/contract.ts";
import { experiments as everyExperiment } from "../../../../lab/experiments.ts";
import { seededRandom, seedOf } from "../../../../lab/random.ts";
import {
  resultsVersion,
  type CellRecord,
  type HostFingerprint,
  type RunRecord,
  type SubjectRecord,
} from "../../../../lab/results/record.ts";
import { familyOf, unlike } from "./synthetic-families.ts";
import { syntheticValues } from "./synthetic-values.ts";

export interface SyntheticOptions {
  /** @default separate, supervisord, systemd; see `allApproaches` for nine */
  readonly approaches?: readonly string[];
  /** Approach that is deployed a second time, as `APPROACH-twin`; `none` for no twin. @default the first approach */
  readonly twin?: string;
  /** @default all experiments */
  readonly experiments?: readonly Experiment[];
  /** Counted rounds of timing experiments. @default 7 */
  readonly rounds?: number;
  /** Whether every experiment has as many rounds as a timing one. @default false */
  readonly enough?: boolean;
  /** @default 1 */
  readonly seed?: number;
  /** Relative spread of times and sizes. @default 0.01 */
  readonly spread?: number;
  /** By `experiment/figure`: the value by subject, or for all under `*`. Several values: one per round. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, Value | readonly Value[]>>>>;
  /** By `experiment/figure`: the reason by subject. */
  readonly missing?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By experiment: the failure by subject. */
  readonly failures?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By subject: why it is not measured. */
  readonly skipped?: Readonly<Record<string, string>>;
}

/** All nine approaches, in the registry's order. */
export const allApproaches = [
  ...["separate", "pod", "supervisord", "s6", "runit-graceful", "systemd-least", "systemd", "runit", "shell"],
];

const host: HostFingerprint = {
  cpu: "Example CPU at 2 GHz",
  cores: 2,
  memoryBytes: 8e9,
  kernel: "6.1.0",
  system: "Example Linux 12",
  engine: "20.10.24",
  runtime: "runc 1.1.5",
  storageDriver: "overlay2",
  cgroupVersion: 2,
  cgroupDriver: "systemd",
  userlandProxy: true,
  liveRestore: false,
  pulumi: "3.259.0",
  node: "20.20.0",
  baseImage: "example:12 (Example Linux 12)",
  load: 0.1,
};

/** A complete synthetic run with plausible values, the same for the same options. */
export function syntheticRun(options: SyntheticOptions = {}): { run: RunRecord; cells: CellRecord[] } {
  const approaches = options.approaches ?? ["separate", "supervisord", "systemd"];
  const experiments = options.experiments ?? everyExperiment;
  const [first = "separate"] = approaches;
  const twin = options.twin ?? first;
  const names = twin === "none" ? approaches : [...approaches, `${twin}-twin`];
  const subjects = names.map((name) => subjectOf(name, options));
  const run: RunRecord = {
    kind: "run",
    resultsVersion,
    id: "2026-01-02T03-04-05Z",
    startedAt: "2026-01-02T03:04:05.000Z",
    project: "0.0.0",
    host,
    settings: {
      seed: options.seed ?? 1,
      rounds: options.rounds ?? 7,
      quick: false,
      experiments: experiments.map(({ name }) => name),
      approaches,
    },
    workloads: Object.fromEntries(experiments.map(({ name }) => [name, "made-up"])),
    subjects,
  };
  const measured = subjects.filter(({ skipped }) => skipped === undefined);
  const cells = experiments.flatMap((experiment) =>
    measured.flatMap((subject) => cellsOf(experiment, subject, options)),
  );
  return { run, cells };
}

function subjectOf(name: string, options: SyntheticOptions): SubjectRecord {
  const approach = name.replace(/-twin$/, "");
  const [family] = familyOf(approach);
  const skipped = options.skipped?.[name];
  const unit = (service: string) => ({ name: service, services: [service], networks: ["services"] });
  return {
    name,
    approach,
    summary: `the approach ${approach}`,
    ...(name === approach ? {} : { twinOf: approach }),
    requires: approach === "systemd" ? ["privileged"] : [],
    traits: { isolatesServices: family === 0, ordersStart: family !== 0, stopExitCode: 0 },
    warnings: [],
    topology: {
      units:
        family === 0
          ? [unit("server"), unit("client")]
          : [{ name: "all", services: ["server", "client"], networks: ["services"] }],
      entry: { service: "server", port: 8080 },
    },
    ...(skipped === undefined ? {} : { skipped }),
  };
}

function cellsOf(experiment: Experiment, subject: SubjectRecord, options: SyntheticOptions): CellRecord[] {
  const rounds = roundsOf(options.enough === true ? "timing" : experiment.kind, options.rounds ?? 7);
  const cell = (round: number, warmUp: boolean): CellRecord => {
    const failure = options.failures?.[experiment.name]?.[subject.name];
    const taken: Record<string, Value> = {};
    const missing: Record<string, string> = {};
    for (const [name, figure] of Object.entries(experiment.figures)) {
      const key = `${experiment.name}/${name}`;
      const reason = options.missing?.[key]?.[subject.name];
      if (reason === undefined) taken[name] = valueOf(key, figure, subject, round + (warmUp ? 100 : 0), options);
      else missing[name] = reason;
    }
    return {
      ...{ kind: "cell", experiment: experiment.name, subject: subject.name, round, warmUp },
      ...{ startedAt: "2026-01-02T03:05:00.000Z", seconds: 5, load: 0.5 },
      values: failure === undefined ? taken : {},
      missing: failure === undefined ? missing : {},
      ...(failure === undefined ? {} : { failure }),
    };
  };
  const counted = Array.from({ length: rounds }, (_, round) => cell(round, false));
  return experiment.kind === "timing" ? [cell(0, true), ...counted] : counted;
}

function roundsOf(kind: Kind, rounds: number): number {
  if (kind === "categorical") return 2;
  return kind === "timing" ? rounds : Math.min(rounds, 6);
}

/** A twin has its original's value unless it has one of its own. */
function givenFor<T>(row: Readonly<Record<string, T>>, { name, twinOf = "" }: SubjectRecord): T | undefined {
  return row[name] ?? row[twinOf] ?? row["*"];
}

function valueOf(key: string, figure: Figure, subject: SubjectRecord, round: number, options: SyntheticOptions): Value {
  const given = givenFor(options.values?.[key] ?? {}, subject);
  if (typeof given === "object" && "length" in given) return given[round % given.length] ?? 0;
  const [base, factor] = given === undefined ? usual(key, figure, subject.approach) : [given, 1];
  if (typeof base !== "number" || !varies(key, figure)) return base;
  const random = seededRandom(seedOf(`${key} ${subject.name} ${round}`, options.seed ?? 1));
  return base * factor * (1 + (options.spread ?? 0.01) * (2 * random() - 1));
}

function usual(key: string, figure: Figure, approach: string): readonly [base: Value, factor: number] {
  const own = unlike[approach]?.[key];
  if (own !== undefined) return [own, 1];
  const [family, factor] = familyOf(approach);
  const [experiment = "", name = ""] = key.split("/");
  return [syntheticValues[experiment]?.[name]?.[family] ?? anything(figure), factor];
}

/** A value for figures that are not in the table. */
function anything({ unit }: Figure): Value {
  if (unit === "trials") return { hits: 2, of: 10 };
  return unit === "yes-no" ? true : unit === "text" ? "text" : 100;
}

/** Whether a figure varies between rounds; counts, image sizes and the polling interval do not. */
function varies(key: string, { unit }: Figure): boolean {
  if (key.startsWith("polling/")) return false;
  return unit === "bytes" ? !key.startsWith("image/") : ["ms", "us", "s", "per-second"].includes(unit);
}
