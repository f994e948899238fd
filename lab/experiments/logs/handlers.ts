import { containerOf } from "../../deployment.ts";
import { family, findMainProcess, processesOf } from "../../instruments/processes.ts";
import type { CommonTools, Subject, Tools } from "../../tools.ts";
import type { Burst } from "./account.ts";

/** More than what the services write after a burst until it is looked for. */
const lastLines = 20_000;

/** Processor time of all processes in the containers that are not the services', in milliseconds since they started. */
export async function cpuBesideServices({ deployment, workload }: Subject, tools: CommonTools): Promise<number> {
  const processes = await processesOf(tools);
  const all = [...processes.values()].flat();
  const mains = workload.services.map((one) => findMainProcess(one, processes, containerOf(deployment, one.name)));
  const ofServices = new Set(mains.flatMap((main) => (main === undefined ? [] : [...family(all, main.pid)])));
  const others = all.filter(({ pid, descends }) => descends && !ofServices.has(pid));
  return others.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}

/** Whether `docker logs` of the containers shows lines of every service that wrote. */
export async function isInDockersLog(tools: Tools, bursts: readonly Burst[]): Promise<boolean> {
  const logs: string[] = [];
  for (const name of tools.containers.names) {
    const { stdout, stderr } = await tools.docker.attempt(["logs", "--tail", String(lastLines), name], {
      signal: tools.signal,
    });
    logs.push(stdout, stderr);
  }
  return bursts.every(({ id, service }) => logs.some((log) => log.includes(`burst ${id} ${service} `)));
}
