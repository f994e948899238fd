import type { Analysis } from "../analysis/contract.ts";

/** The three approaches that the first document compares. */
export const separate = "separate";
export const supervisord = "supervisord";
export const systemd = "systemd";

/** The same as their users write them, without this project's repairs and hardening. */
export const plain = {
  separate: "separate, not hardened",
  supervisord: "supervisord-plain",
  systemd: "systemd-plain",
} as const;

/** The same with the limits that they offer for a service. */
export const limited = {
  supervisord: "supervisord, limits per service",
  systemd: "systemd, limits per service",
} as const;

/** systemd with the fewest grants that it works with. */
export const systemdLeast = "systemd-least";

/** runsvdir as PID 1, and runit behind a PID 1 that passes on the stop signal. */
export const runit = "runit";
export const runitGraceful = "runit-graceful";

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

const columns: Readonly<Record<string, readonly string[]>> = {
  [separate]: [separate, plain.separate],
  [supervisord]: [supervisord, plain.supervisord, limited.supervisord],
  [systemd]: [systemd, plain.systemd, limited.systemd, systemdLeast],
};
/** Longest first: a name may begin with another one. */
const names = Object.values(columns)
  .flat()
  .sort((a, b) => b.length - a.length);

/** Which of the first document's three approaches a text is about, counting their variants; all three if it names none. */
export function columnsIn(text: string): readonly string[] {
  let rest = text;
  const found = names.filter((name) => {
    const there = rest.includes(name);
    rest = rest.replaceAll(name, "");
    return there;
  });
  const about = Object.keys(columns).filter((column) => columns[column]?.some((name) => found.includes(name)));
  return about.length === 0 ? Object.keys(columns) : about;
}
