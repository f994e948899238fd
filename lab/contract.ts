import type { DockerClient } from "../docker/client.ts";
import type { Work } from "../toolchain/work.ts";
import type { CommonTools, Subject, Tools } from "./tools.ts";

/**
 * An experiment is a question, the figures that answer it, and one function that measures them on one deployment. The harness
 * decides when it runs, how often, and on which deployment.
 */
export interface Experiment {
  /** Lower-case word; also the name of its file. */
  readonly name: string;
  readonly title: string;
  readonly question: string;
  /** How the figures are measured, for readers of the report. */
  readonly method: string;
  /** What the figures leave out. */
  readonly excludes: string;
  /** How often it is repeated; see `roundsOf`. */
  readonly kind: Kind;
  /** Roles that it needs: the harness gives it a workload that has all of them. */
  readonly about: readonly Role[];
  /**
   * Whether cells of other approaches may run at the same time: only if no figure with a better direction is a time. Cells that run alone
   * are taken again if other programs used the processors meanwhile.
   */
  readonly besideOthers: boolean;
  /** Whether other deployments are stopped, not only frozen: frozen processes still share memory pages. @default false */
  readonly othersStopped?: boolean;
  /** State of the deployment at the beginning. @default "renewed" */
  readonly begins?: Beginning;
  /** Whether it takes long: then `--quick` leaves it out, unless it is named. @default false */
  readonly long?: boolean;
  /** Seconds that a cell may take: an experiment that hangs must not block the others. @default 300 */
  readonly withinSeconds?: number;
  /** Gets what it needs onto this machine before the first measurement, such as a program to build. @default nothing is needed */
  readonly prepare?: (docker: DockerClient, work: Work) => Promise<void>;
  /** Every figure that `run` may give, by name, in the order of the report. */
  readonly figures: Readonly<Record<string, Figure>>;
  /**
   * What the report shows beside the figures, from the details of the counted cells. Runs of earlier versions have other details: what is not as
   * expected is left out.
   * @default nothing
   */
  readonly exhibits?: (cells: readonly CellDetails[]) => readonly Exhibit[];
  /** Measures the figures once. It may leave the deployment broken, unless it begins with the same processes in the next round. */
  run(subject: Subject, tools: Tools): Promise<Observations>;
  /**
   * How it measures on a system other than Docker, by the verbs of the outputs: as on Docker if it needs nothing else. Or why it does not, as
   * a sentence: the reason of all its figures there.
   */
  readonly elsewhere: string | ((subject: Subject, tools: CommonTools) => Promise<Observations>);
}

/**
 * - `entry`: the service that is published. Every workload has one.
 * - `peer`: a service that keeps polling the entry.
 * - `misbehaves`: services that misbehave on order.
 */
export type Role = "entry" | "peer" | "misbehaves";

/**
 * - `timing`: varies from moment to moment. A warm-up round, then as many rounds as `--rounds` says.
 * - `steady`: varies little, or takes long. A warm-up round, then fewer rounds, but enough for an exact interval.
 * - `categorical`: yes or no, or a count. Two rounds, which must agree.
 *
 * The numbers and their reasons are in lab/rules/rules.yaml.
 */
export type Kind = "timing" | "steady" | "categorical";

/**
 * - `renewed`: every process is new and healthy.
 * - `resumed`: the old processes continue; they are renewed only if they do not work or were frozen for long. For experiments that do not
 *   change them.
 * - `as left`: frozen, killed or running; the experiment kills all processes itself.
 */
export type Beginning = "renewed" | "resumed" | "as left";

/** A measured quantity. */
export interface Figure {
  readonly title: string;
  /**
   * Why its values do not measure what the title says. New runs do not have it, claims and the ranking do not use it, and reports of old runs
   * show it with this reason. An instrument that changes gives its figure a new name. @default it is sound
   */
  readonly withdrawn?: string;
  readonly unit: Unit;
  /**
   * Whether it counts what stays the same until something is changed, such as files. If its rounds are equal, its value is known exactly.
   * @default true for counts, lines, bytes and exit codes
   */
  readonly counted?: boolean;
  /** Which direction is better, for the ranking and for comparisons. `none`: the figure only informs. */
  readonly better: "lower" | "higher" | "none" | "yes" | "no";
}

/** Unit of a value: `yes-no` is a boolean, `text` a string, `trials` is `Trials`, all others are numbers. */
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
  | "trials"
  | "yes-no"
  | "text";

export type Value = number | boolean | string | Trials;

/** How often something happened. Rare events are counted in trials and added up over the rounds; their rate has an interval. */
export interface Trials {
  readonly hits: number;
  /** Number of trials. */
  readonly of: number;
}

/** Result of one run of an experiment. */
export interface Observations {
  readonly values: Readonly<Record<string, Value>>;
  /** Figures without a value, each with the reason as a sentence. */
  readonly missing?: Readonly<Record<string, string>>;
  /** Other raw results worth keeping, as JSON: findings, histograms. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The details of a cell; see `Observations`. */
export interface CellDetails {
  readonly subject: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Something that a table of figures cannot show. */
export type Exhibit = ExhibitTable | ExhibitCurves;

export interface ExhibitTable {
  readonly kind: "table";
  readonly title: string;
  readonly columns: readonly string[];
  /** As many cells as there are columns; the first one names the row. */
  readonly rows: readonly (readonly string[])[];
}

/** A quantity that depends on a whole number, by subject. */
export interface ExhibitCurves {
  readonly kind: "curves";
  readonly title: string;
  /** Of the values. */
  readonly unit: Unit;
  /** What the numbers count, such as "copy". */
  readonly across: string;
  /** Values for 1, 2, 3, ... */
  readonly curves: readonly { readonly subject: string; readonly values: readonly number[] }[];
}
