import { engineApi } from "../docker/engine-api.ts";
import { UserError } from "../errors/user-error.ts";
import { runSteps } from "../toolchain/progress/steps.ts";
import type { Work } from "../toolchain/work.ts";
import { instancesOf, prepareArms, type Bench } from "./arms.ts";
import { obtainCompose } from "./compose-program.ts";
import { hostFacts, loadNow } from "./host.ts";
import { measureMemory } from "./memory.ts";
import { method } from "./method.ts";
import { removeObjects } from "./objects.ts";
import { takeProfile } from "./profile/take.ts";
import { memoryReport, rowsOf, type Report } from "./report.ts";
import { measureCycle, runRounds } from "./rounds.ts";
import { openWorkspace } from "./workspace.ts";

/** What is wanted of a benchmark. */
export interface BenchRequest extends Pick<Bench, "project" | "projectName" | "toolchain" | "docker"> {
  readonly rounds: number;
  readonly profile: boolean;
}

/** Measures, with progress on standard error. Leaves nothing on the engine and no folder, however it ends. */
export async function runBench(request: BenchRequest, signal: AbortSignal): Promise<Report> {
  const socket = localSocket(request.docker.endpoint.host);
  let report: Report | undefined;
  const step = {
    title: "benchmark",
    async run(work: Work) {
      report = await measure(request, socket, work);
    },
  };
  await runSteps([step], signal);
  if (report === undefined) throw new Error("the benchmark ended without a report");
  return report;
}

function localSocket(host: string): string {
  if (host.startsWith("unix://")) return host.slice("unix://".length);
  throw new UserError({
    found: `The Docker engine is at ${host}.`,
    allowed: "an engine on this machine, behind a unix:// socket: over a network, the network would be measured",
    remedy: "choose another engine with DOCKER_HOST or docker context use",
  });
}

async function measure(request: BenchRequest, socket: string, work: Work): Promise<Report> {
  const api = engineApi(socket);
  const workspace = await openWorkspace(request.project, work);
  const sweep = async () => {
    for (const instance of Object.values(instancesOf(workspace))) await removeObjects(api, instance);
  };
  try {
    await sweep();
    work.update("looks for docker compose");
    const compose = await obtainCompose(request.docker, work);
    return await rounds({ ...request, workspace, api, compose }, request, work);
  } finally {
    try {
      work.update("cleans up");
      await sweep();
    } finally {
      await workspace.close();
      api.close();
    }
  }
}

async function rounds(bench: Bench, { rounds: count, profile }: BenchRequest, work: Work): Promise<Report> {
  const { api, workspace, toolchain, compose } = bench;
  const { all, stack } = await prepareArms(bench, work);
  for (const arm of all) {
    work.update(`first cycle, not counted: ${arm.title}`);
    await measureCycle(arm, api, work);
  }
  const startedAt = new Date().toISOString();
  const before = loadNow();
  const results = await runRounds(all, count, api, work);
  const after = loadNow();
  work.update("measures memory");
  const memory = await idleMemory(bench, all, work);
  return {
    schemaVersion: 1,
    startedAt,
    rounds: count,
    host: await hostFacts(api, toolchain.pulumi?.command ?? "pulumi", `${compose.version} (${compose.origin})`),
    load: { before, after },
    method,
    rows: rowsOf(results, all),
    memory: memoryReport(memory),
    ...(profile ? { profile: await takeProfile(stack, workspace.folder, work) } : {}),
  };
}

async function idleMemory({ api }: Bench, arms: Awaited<ReturnType<typeof prepareArms>>["all"], work: Work) {
  const floor = arms.find(({ name }) => name === "floor");
  const container = floor?.target.containers.find((name) => name.endsWith("-server"));
  if (floor === undefined || container === undefined) throw new Error("there is no server to look at");
  await floor.up(work);
  try {
    return await measureMemory(api, container, work.signal);
  } finally {
    await floor.down(work);
  }
}
