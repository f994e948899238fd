import { formatValue } from "../analysis/format.ts";
import type { CellRecord, HostFingerprint, RunRecord } from "../results/record.ts";
import { rules } from "../rules/rules.ts";

/** The host as rows of the report. */
export function hostRows(host: HostFingerprint): readonly (readonly [name: string, value: string])[] {
  return [
    ["Processor", `${host.cpu}, ${host.cores} cores`],
    ["Memory", formatValue(host.memoryBytes, "bytes")],
    ["System", host.system],
    ["Kernel", host.kernel],
    ["Docker Engine", host.engine],
    ["Runtime", host.runtime],
    ["Storage driver", host.storageDriver],
    ["cgroups", `v${host.cgroupVersion}, driver ${host.cgroupDriver}`],
    ["Published ports", host.userlandProxy ? "through docker-proxy" : "by the kernel alone"],
    ["Live restore", host.liveRestore ? "on" : "off"],
    ["Pulumi", host.pulumi],
    ["Node", host.node],
    ["Base image", host.baseImage],
    ["Load before the first cell", String(host.load)],
    ...(host.otherContainers === undefined
      ? []
      : [["Other running containers", String(host.otherContainers)] as const]),
  ];
}

/**
 * Cells that other programs disturbed, as a row of the report; none if the run does not record what others used.
 * @param cells those that count
 */
export function disturbedRows(cells: readonly CellRecord[]): readonly (readonly [name: string, value: string])[] {
  const watched = cells.filter(({ others }) => others !== undefined);
  if (watched.length === 0) return [];
  const bound = rules.measuring.load.value;
  const again = watched.filter(({ attempt = 1 }) => attempt > 1).length;
  const still = watched.filter(({ others = 0 }) => others > bound);
  const which = still.map(({ experiment, subject, round }) => `${experiment} of ${subject}, round ${round + 1}`);
  const list = which.length === 0 ? "" : `: ${which.join("; ")}`;
  const title = `Cells in which others used more than ${bound * 100} % of the processors`;
  return [[title, `${still.length} of ${watched.length}, after ${again} were taken again${list}`]];
}

/** Subjects that are not measured, with the reason. */
export function skippedOf(run: RunRecord): { readonly name: string; readonly reason: string }[] {
  return run.subjects.flatMap(({ name, skipped }) => (skipped === undefined ? [] : [{ name, reason: skipped }]));
}

/** An experiment that failed for a subject. */
export interface Failure {
  readonly experiment: string;
  readonly subject: string;
  /** `round 0` or `rounds 0, 2`. */
  readonly rounds: string;
  readonly message: string;
}

/** Failed cells, grouped by experiment, subject and message. */
export function failuresOf(cells: readonly CellRecord[]): Failure[] {
  const groups = new Map<string, CellRecord[]>();
  for (const cell of cells) {
    if (cell.failure === undefined) continue;
    const key = JSON.stringify([cell.experiment, cell.subject, cell.failure]);
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first?.failure === undefined) return [];
    const rounds = `round${group.length > 1 ? "s" : ""} ${group.map(({ round }) => round).join(", ")}`;
    return [{ experiment: first.experiment, subject: first.subject, rounds, message: first.failure }];
  });
}
