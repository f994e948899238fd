import { formatValue } from "../analysis/format.ts";
import type { CellRecord, HostFingerprint, RunRecord } from "../results/record.ts";

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
