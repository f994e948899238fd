import { execa } from "execa";
import { controlArgv } from "../../stacks/control/command.ts";
import type { StackOutputs } from "../../stacks/outputs.ts";
import { serviceStates, type ServiceState } from "../../stacks/verbs.ts";
import { projectRoot } from "../../toolchain/environment.ts";
import { columns } from "../columns.ts";

/** A replica of a service with its state. */
export interface ListedService {
  readonly approach: string;
  readonly service: string;
  /** Undefined if `status` failed. */
  readonly state: ServiceState | undefined;
  /** The rest of the line that `status` printed, or its error. */
  readonly detail: string;
  /** Number of the replica, from 1. */
  readonly replica: number;
  readonly container: string;
}

/** Asks all services for their status, at the same time. */
export async function listServices(
  deployments: StackOutputs["deployments"],
  signal: AbortSignal | undefined,
): Promise<ListedService[]> {
  const asked = Object.entries(deployments).flatMap(([approach, { services }]) =>
    Object.entries(services).flatMap(([service, { replicas }]) =>
      replicas.map(async ({ container, control }, index) => {
        const [command, ...args] = controlArgv(control, "status");
        const cancel = signal === undefined ? {} : { cancelSignal: signal };
        const options = { cwd: projectRoot, reject: false, timeout: 20_000, ...cancel } as const;
        const { stdout, stderr } = await execa(command, args, options);
        return { approach, service, replica: index + 1, container, ...readStatus(stdout, stderr) };
      }),
    ),
  );
  return Promise.all(asked);
}

/** Parses the line that `status` prints. */
export function readStatus(stdout: string, stderr = ""): Pick<ListedService, "state" | "detail"> {
  const [word = "", ...rest] = stdout.trim().split(" ");
  const state = serviceStates.find((known) => known === word);
  if (state === undefined) return { state, detail: (stdout.trim() || stderr.trim()).split("\n").join(" ") };
  return { state, detail: rest.join(" ").replace(/^\((.*)\)$/, "$1") };
}

/** The list as a table of text. */
export function servicesTable(services: readonly ListedService[]): string {
  const several = new Set(services.filter(({ replica }) => replica > 1).map(({ service }) => service));
  const rows = services.map(({ approach, service, replica, state, detail, container }) => [
    approach,
    several.has(service) ? `${service}/${replica}` : service,
    state ?? "unknown",
    container,
    detail,
  ]);
  return columns([["APPROACH", "SERVICE", "STATE", "CONTAINER", "DETAIL"], ...rows]);
}
