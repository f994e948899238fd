import type { Analysis } from "../analysis/contract.ts";

/** The three approaches that the first document compares. */
export const separate = "separate";
export const supervisord = "supervisord";
export const systemd = "systemd";

/** Measured subjects that put several services into one container. */
export function sharing(analysis: Analysis): readonly string[] {
  return analysis.subjects.filter((subject) => {
    const record = analysis.run.subjects.find(({ name }) => name === subject);
    return record?.topology.units.some(({ services }) => services.length > 1) ?? false;
  });
}

/** In one sentence's list: why there is none where the list is empty. */
export const noneShares = "no approach with several services in a container was measured";
export const noneAtAll = "no approach was measured";
