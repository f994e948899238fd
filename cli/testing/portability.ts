import { UserError } from "../../errors/user-error.ts";

/** How the post-deploy tests of an approach ended on a host: a line of docs/portability.jsonl. */
export interface PortabilityLine {
  /** Name of the host, as who ran the tests calls it: lower-case words with dashes. */
  readonly host: string;
  /** Kernel, version of cgroups and of the system's program there, as a text. */
  readonly facts: string;
  readonly approach: string;
  readonly workload: string;
  /** Commit of the code, with `+` if files were changed. */
  readonly commit: string;
  /** ISO time. */
  readonly at: string;
  /** `cannot`: the host or the system lacks what the approach needs, so nothing was deployed. */
  readonly outcome: "passes" | "fails" | "cannot";
  /** Tests that passed, failed and were skipped; of an approach that cannot be deployed, none. */
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why it cannot, or the title of the first test that failed. @default nothing failed */
  readonly why?: string;
}

/** @param text of docs/portability.jsonl @throws Error for a line that is none */
export function parsePortability(text: string): PortabilityLine[] {
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line, index) => {
    const { host, approach, outcome } = JSON.parse(line) as Partial<PortabilityLine>;
    const known = outcome === "passes" || outcome === "fails" || outcome === "cannot";
    if (host === undefined || approach === undefined || !known)
      throw new Error(`line ${index + 1} is no outcome: ${line}`);
    return JSON.parse(line) as PortabilityLine;
  });
}

/** The table approach × host: a cell is the newest outcome there, over its workloads the worst. */
export interface PortabilityTable {
  /** Names, in the order in which they first come, with the facts of the newest line. */
  readonly hosts: readonly { readonly name: string; readonly facts: string }[];
  readonly rows: readonly { readonly approach: string; readonly cells: readonly string[] }[];
}

/** @param approaches every approach, measured there or not */
export function portabilityTable(lines: readonly PortabilityLine[], approaches: readonly string[]): PortabilityTable {
  const names = [...new Set(lines.map(({ host }) => host))];
  const newest = new Map(lines.map((line) => [`${line.host} ${line.approach} ${line.workload}`, line]));
  const on = (host: string, approach: string) =>
    [...newest.values()].filter((line) => line.host === host && line.approach === approach);
  return {
    hosts: names.map((name) => ({ name, facts: lines.findLast(({ host }) => host === name)?.facts ?? "" })),
    rows: approaches.map((approach) => ({ approach, cells: names.map((host) => cellOf(on(host, approach))) })),
  };
}

function cellOf(lines: readonly PortabilityLine[]): string {
  const worst = (["cannot", "fails", "passes"] as const).find((one) => lines.some(({ outcome }) => outcome === one));
  if (worst === undefined) return "not known";
  const its = lines.filter(({ outcome }) => outcome === worst);
  const passed = sum(its.map((one) => one.passed));
  const failed = sum(its.map((one) => one.failed));
  const why = its.find((one) => one.why !== undefined)?.why ?? "";
  if (worst === "cannot") return `cannot: ${why}`;
  if (worst === "fails") return `fails: ${failed} of ${passed + failed}, such as ${why}`;
  return `passes: ${its.map(({ workload, passed: tests }) => `${workload} (${tests})`).join(", ")}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

/** @throws UserError for what is no name of a host */
export function hostName(text: string): string {
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(text)) return text;
  throw new UserError({
    found: `--record ${JSON.stringify(text)}.`,
    allowed:
      "a name for this host: lower-case letters and digits, with dashes between words, such as debian-12-cgroup-2",
    remedy: "npm test -- --only separate --record debian-12-cgroup-2",
  });
}
