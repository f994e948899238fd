import type { Work } from "../toolchain/work.ts";

/** What a way of deploying puts on the engine. */
export interface Target {
  /** Address at which the workload's entry is published. */
  readonly url: string;
  /** Names of the containers. */
  readonly containers: readonly string[];
  /** Value of the label that everything of it carries. */
  readonly instance: string;
}

/** One way of deploying the same workload. */
export interface Arm {
  readonly name: ArmName;
  /** For people. */
  readonly title: string;
  readonly target: Target;
  /** Whether its images are gone after `down`. */
  readonly removesImages: boolean;
  up(work: Work): Promise<void>;
  /** The same once more, with nothing to change. */
  again(work: Work): Promise<void>;
  down(work: Work): Promise<void>;
}

export const armNames = ["floor", "compose", "compose-kept", "pulumi", "pulumi-preview"] as const;
export type ArmName = (typeof armNames)[number];

/** What is measured of each arm, in milliseconds. */
export const figures = ["up", "ready", "noop", "destroy"] as const;
export type Figure = (typeof figures)[number];

/** One cycle of one arm. */
export type Cycle = Readonly<Record<Figure, number>>;
