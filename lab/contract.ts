import type { DockerClient } from "../docker/client.ts";
import type { EngineApi } from "../docker/engine-api.ts";
import type { DeploymentOutput } from "../stacks/outputs.ts";
import type { CloneOptions, Clones } from "./harness/clones.ts";
import type { HostProbe } from "./harness/host-probe.ts";
import type { Load, LoadRequest } from "./harness/load.ts";
import type { Precise, PreciseRequest } from "./harness/precise.ts";
import type { Units } from "./harness/units.ts";

/**
 * The seam of the lab: an experiment is a question, the figures that answer it, and one function that takes them from one deployment.
 * When it runs, how often, and on which deployment next to which other one is the harness's business.
 */
export interface Experiment {
  /** Lower-case word; also the name of its file. */
  readonly name: string;
  readonly title: string;
  readonly question: string;
  /** How the figures come about, for whoever judges them. */
  readonly method: string;
  /** What the figures do not include. */
  readonly excludes: string;
  /** How often it is repeated; see `roundsOf`. */
  readonly kind: Kind;
  /** Name of the workload that it is about. */
  readonly workload: "hello" | "trouble";
  /** Whether other approaches' cells may run meanwhile: only where time is nothing that it measures. */
  readonly besideOthers: boolean;
  /** Whether other deployments are stopped meanwhile, not only frozen: frozen processes share memory pages with running ones. @default false */
  readonly othersStopped?: boolean;
  /** What it begins with. @default "renewed" */
  readonly begins?: Beginning;
  /** Whether the first approach's twin takes part, which shows the noise. @default false */
  readonly withTwin?: boolean;
  /** Left out of `--quick`, unless it is named: takes long, and a first impression does well without it. @default false */
  readonly long?: boolean;
  /** Every figure that `run` may give, by its name, in the order of the report. */
  readonly figures: Readonly<Record<string, Figure>>;
  /** Takes the figures once. What it breaks it need not mend, unless it goes on with the same processes in the next round. */
  run(subject: Subject, tools: Tools): Promise<Observations>;
}

/**
 * - `timing`: varies from moment to moment: a warm-up round that is dropped, then as many as `--rounds` says.
 * - `steady`: hardly varies: about half as many, at least enough for a rank test, and no warm-up.
 * - `categorical`: yes or no, or a count that a repetition must confirm: two rounds, which must agree.
 */
export type Kind = "timing" | "steady" | "categorical";

/**
 * - `renewed`: every process is new, and healthy.
 * - `resumed`: the processes that are there go on, and are renewed only where they do not work or were frozen for long: for what leaves
 *   them as they are.
 * - `as left`: frozen, killed or running; it kills them all itself.
 */
export type Beginning = "renewed" | "resumed" | "as left";

/** What a figure is. */
export interface Figure {
  readonly title: string;
  readonly unit: Unit;
  /** Which way is better, for the ranking and for comparisons. `none`: neither, it only tells. */
  readonly better: "lower" | "higher" | "none" | "yes" | "no";
}

/** How a value is to be read; `yes-no` is a boolean and `text` a string, all others are numbers. */
export type Unit =
  | "bytes"
  | "ms"
  | "us"
  | "s"
  | "per-second"
  | "percent"
  | "count"
  | "lines"
  | "ratio"
  | "exit-code"
  | "yes-no"
  | "text";

export type Value = number | boolean | string;

/** What one run of an experiment found. */
export interface Observations {
  readonly values: Readonly<Record<string, Value>>;
  /** Figures that could not be had, each with the reason, as a sentence. */
  readonly missing?: Readonly<Record<string, string>>;
  /** Whatever else is worth keeping with the raw results, as JSON: findings, histograms. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** A deployment that is measured. */
export interface Subject {
  /** Unique in the run. */
  readonly name: string;
  readonly approach: string;
  /** The same approach once more, deployed apart: shows how much difference there is where there is none. */
  readonly twinOf?: string;
  readonly deployment: DeploymentOutput;
  /** The Pulumi stack, and the copy of the project that it is deployed from. */
  readonly stack: string;
  readonly project: LabProject;
}

/** A copy of the project that the lab deploys from, and may change. */
export interface LabProject {
  readonly folder: string;
  /** Value of the label that everything deployed from it carries. */
  readonly instance: string;
  /** Deploys a stack, as it is now. @returns what Pulumi printed */
  up(stack: string, signal: AbortSignal): Promise<string>;
  /** How many resources a stack has, beside itself and providers. */
  resources(stack: string, signal: AbortSignal): Promise<number>;
}

/** What an experiment works with. All of it acts on the engine's host, wherever the command runs. */
export interface Tools {
  readonly docker: DockerClient;
  /** The engine's API, for what the command line is too slow or too coarse for. */
  readonly api: EngineApi;
  /** Looks at the engine's host from a container: processes, control groups. */
  readonly host: HostProbe;
  /** The subject's containers: start, stop, wait. */
  readonly units: Units;
  /** Runs a verb of a service's control, whatever its exit code. */
  readonly control: (service: string, verb: string, ...words: readonly string[]) => Promise<Answer>;
  /** Requests at a fixed rate, each reported: for outages. */
  readonly load: (request: LoadRequest) => Promise<Load>;
  /** Requests at a fixed rate with microseconds: for latencies. Resolves when they have all been made. */
  readonly precise: (request: PreciseRequest) => Promise<readonly Precise[]>;
  /** Makes containers with the same settings as the subject's. */
  readonly clone: (options: CloneOptions) => Promise<Clones>;
  /** Image that has Python and the lab's own programs in /lab. */
  readonly probeImage: string;
  /** Labels for whatever an experiment makes on the engine, as words for `docker run`. */
  readonly labels: readonly string[];
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly exitCode: number | undefined;
  /** Both streams, in the order of arrival. */
  readonly output: string;
}
