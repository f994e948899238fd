import { execa } from "execa";
import { serviceStates, type ServiceState } from "../../stacks/contract.ts";
import type { StackOutputs } from "../../stacks/outputs.ts";

/** A service and what its supervisor says of it. */
export interface ListedService {
  readonly approach: string;
  readonly service: string;
  /** Undefined where its status could not be asked. */
  readonly state: ServiceState | undefined;
  /** The rest of what was said. */
  readonly detail: string;
  readonly unit: string;
}

/** Asks for the status of every service, all at once. */
export async function listServices(
  deployments: StackOutputs["deployments"],
  signal: AbortSignal | undefined,
): Promise<ListedService[]> {
  const asked = Object.entries(deployments).flatMap(([approach, { services }]) =>
    Object.entries(services).map(async ([service, { unit, control }]) => {
      const [command = "", ...args] = control.status;
      const cancel = signal === undefined ? {} : { cancelSignal: signal };
      const { stdout, stderr } = await execa(command, args, { reject: false, timeout: 20_000, ...cancel });
      return { approach, service, unit, ...readStatus(stdout, stderr) };
    }),
  );
  return Promise.all(asked);
}

/** Takes a line of `status` apart. */
export function readStatus(stdout: string, stderr = ""): Pick<ListedService, "state" | "detail"> {
  const [word = "", ...rest] = stdout.trim().split(" ");
  const state = serviceStates.find((known) => known === word);
  if (state === undefined) return { state, detail: (stdout.trim() || stderr.trim()).split("\n").join(" ") };
  return { state, detail: rest.join(" ").replace(/^\((.*)\)$/, "$1") };
}

/** The list as text, a line each. */
export function servicesTable(services: readonly ListedService[]): string {
  const rows = services.map(({ approach, service, state, detail, unit }) => [
    approach,
    service,
    state ?? "unknown",
    unit,
    detail,
  ]);
  const all = [["APPROACH", "SERVICE", "STATE", "UNIT", "DETAIL"], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}
