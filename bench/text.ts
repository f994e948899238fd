import type { Figure } from "./arm.ts";
import type { HostFacts } from "./host.ts";
import type { Step } from "./profile/step.ts";
import type { MemoryReport, Report, Row } from "./report.ts";
import type { Summary } from "./statistics.ts";
import { table } from "./table.ts";

const figureTitles: Readonly<Record<Figure, string>> = {
  up: "up, until the command has ended and all is ready",
  ready: "up, until the entry answers and all are healthy",
  noop: "no-op: up again",
  destroy: "destroy",
};

/** The report for people. */
export function reportText(report: Report): string {
  const { rows, rounds, load, startedAt, profile } = report;
  return [
    `Deploying two services: Pulumi beside docker compose, ${rounds} interleaved ${rounds === 1 ? "round" : "rounds"}`,
    "",
    hostText(report.host),
    `Started ${startedAt}; load average ${load.before.toFixed(2)} before, ${load.after.toFixed(2)} after.`,
    ...(Math.max(load.before, load.after) > report.host.cores
      ? ["The machine was busy with other things: trust the ratios more than the seconds, and neither much."]
      : []),
    "",
    "Method",
    ...report.method.map((line) => `- ${line}`),
    "",
    figureTable(rows),
    "",
    memoryText(report.memory),
    ...(profile === undefined
      ? []
      : [
          "",
          stepTable("Where the time of one Pulumi up goes (traced, so slower; steps overlap)", profile.up),
          "",
          stepTable("... of one no-op", profile.noop),
          "",
          stepTable("... of one destroy", profile.destroy),
        ]),
    "",
  ].join("\n");
}

function hostText(host: HostFacts): string {
  return [
    `${host.cores} cores (${host.cpu}), ${(host.memoryBytes / 1e9).toFixed(0)} GB, ${host.system}, kernel ${host.kernel}`,
    `engine ${host.engine} (${host.storageDriver}, cgroups ${host.cgroups}), pulumi ${host.pulumi}, docker compose ${host.compose}, node ${host.node}`,
  ].join("\n");
}

/** Medians, spread and ratios. */
export function figureTable(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    figureTitles[row.figure],
    row.title,
    seconds(row.summary.median),
    spread(row.summary),
    String(row.summary.count),
    ratio(row.toCompose),
    ratio(row.toFloor),
    row.verdict === undefined ? "" : `${row.verdict.met ? "within" : "over"} ${ratio(row.verdict.target)}`,
  ]);
  const heads = ["figure", "tool", "median", "min..max", "n", "to compose", "to floor", "target"];
  return table(heads, blankRepeats(lines), ["left", "left", "right", "right", "right", "right", "right", "left"]);
}

/** A figure's name stands in its first line only. */
function blankRepeats(lines: readonly (readonly string[])[]): string[][] {
  return lines.map(([head = "", ...rest], index) => [lines[index - 1]?.[0] === head ? "" : head, ...rest]);
}

function stepTable(title: string, steps: readonly Step[]): string {
  const lines = steps.map(({ name, start, duration, engine, avoidable }) => [
    name,
    seconds(start),
    seconds(duration),
    engine === undefined ? "" : seconds(engine),
    avoidable,
  ]);
  const heads = ["step", "from", "takes", "engine works", "avoidable"];
  return `${title}\n${table(heads, lines, ["left", "right", "right", "right", "left"])}`;
}

function memoryText({ container, cgroup, process, targetBytes, met }: MemoryReport): string {
  const own = process === undefined ? [] : [`the server's process ${megabytes(process)} (RssAnon)`];
  const all = `its container ${megabytes(cgroup)} (cgroup, with the first process and health checks)`;
  const verdict = `${met ? "within" : "over"} the target of ${targetBytes / 1e6} MB`;
  return `Anonymous memory of ${container} at idle: ${[...own, all].join(", ")}; ${verdict}.`;
}

function megabytes({ median, min, max, count }: Summary): string {
  const text = (bytes: number) => (bytes / 1e6).toFixed(1);
  return `${text(median)} MB (${text(min)}..${text(max)}, n=${count})`;
}

/** Two decimals, more where they would all be zero. */
function seconds(milliseconds: number): string {
  return `${decimal(milliseconds)} s`;
}

function decimal(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(milliseconds < 100 ? 3 : 2);
}

function spread({ min, max }: Summary): string {
  return `${decimal(min)}..${decimal(max)}`;
}

function ratio(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} x`;
}
