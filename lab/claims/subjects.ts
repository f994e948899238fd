import type { Analysis } from "../analysis/contract.ts";

/** The three approaches that the first document compares. */
export const separate = "separate";
export const supervisord = "supervisord";
export const systemd = "systemd";

/** Measured subjects that run several services in one container. */
export function sharedContainers(analysis: Analysis): readonly string[] {
  return analysis.subjects.filter((subject) => {
    const record = analysis.run.subjects.find(({ name }) => name === subject);
    return record?.topology.units.some(({ services }) => services.length > 1) ?? false;
  });
}

/** Reasons for an empty list of subjects. */
export const noSharedContainer = "no approach with several services in a container was measured";
export const noneMeasured = "no approach was measured";
