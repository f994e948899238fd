/** What the configuration says of how containers and services are confined. */
export interface Confinement {
  /** @default "least" */
  readonly hardening?: Hardening;
  /** @default "container" */
  readonly limits?: LimitsOf;
}

/**
 * How far containers and services are confined.
 * - `least`: each has the least privilege that it works with.
 * - `none`: as the system starts a container if nothing is said: its default capabilities, a root that can be written, no
 *   no-new-privileges. Services keep their users, which are a part of the workload.
 */
export type Hardening = "least" | "none";

/**
 * What has limits, where services share a container.
 * - `container`: all services together.
 * - `service`: each service too, as far as the supervisor offers it.
 */
export type LimitsOf = "container" | "service";
