import type { Workload } from "../../services/contract.ts";
import type { Experiment, Role } from "../contract.ts";
import { hasRoles } from "../roles.ts";

/** An experiment with the workload that it runs on. */
export interface Assigned<E = Experiment> {
  readonly experiment: E;
  readonly workload: Workload;
}

/** Which experiment runs on which workload, and which on none. */
export interface Assignment<E = Experiment> {
  readonly assigned: readonly Assigned<E>[];
  /** Reasons by experiment, as sentences. */
  readonly leftOut: ReadonlyMap<string, string>;
}

/**
 * Gives each experiment the first workload that has all the roles that it needs.
 * @param workloads the chosen one first, then the others in order
 */
export function assignWorkloads<E extends Pick<Experiment, "name" | "about">>(
  experiments: readonly E[],
  workloads: readonly Workload[],
): Assignment<E> {
  const assigned: Assigned<E>[] = [];
  const leftOut = new Map<string, string>();
  for (const experiment of experiments) {
    const workload = workloads.find((one) => hasRoles(one, experiment.about));
    if (workload === undefined) leftOut.set(experiment.name, reasonFor(experiment.about, workloads));
    else assigned.push({ experiment, workload });
  }
  return { assigned, leftOut };
}

function reasonFor(about: readonly Role[], workloads: readonly Workload[]): string {
  return `it needs the roles ${about.join(" and ")}, and no workload has them: ${workloads.map(({ name }) => name).join(", ")}`;
}
