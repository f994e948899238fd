import type { DockerClient } from "../docker/client.ts";
import type { Work } from "../toolchain/work.ts";
import type { Subject, Tools } from "./tools.ts";

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
  /** Parts that it needs services for: the harness gives it a workload that has them all. */
  readonly about: readonly Role[];
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
  /** Gets what it needs onto this machine before anything is measured, such as a program that is built. @default nothing is needed */
  readonly prepare?: (docker: DockerClient, work: Work) => Promise<void>;
  /** Every figure that `run` may give, by its name, in the order of the report. */
  readonly figures: Readonly<Record<string, Figure>>;
  /** Takes the figures once. What it breaks it need not mend, unless it goes on with the same processes in the next round. */
  run(subject: Subject, tools: Tools): Promise<Observations>;
}

/**
 * - `entry`: the service that is published. Every workload has one.
 * - `peer`: a service that asks the entry again and again by itself.
 * - `misbehaves`: services that go wrong on order.
 */
export type Role = "entry" | "peer" | "misbehaves";

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
