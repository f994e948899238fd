import { setTimeout as pause } from "node:timers/promises";
import type { ContainerFacts } from "../../stacks/container-facts.ts";
import type { ContainerVerb } from "../../stacks/verbs.ts";
import { containerOf, entryAddress, networkOf, type Deployment } from "../deployment.ts";
import type { ContainerControl, HostProbe, OtherSystem } from "../tools.ts";
import type { Containers, ContainerState } from "../tools/containers.ts";
import { containersBy, pollMs, type Drive } from "./drive.ts";
import { firstAnswer } from "./first-answer.ts";
import { firstPid } from "./first-pid.ts";

/** What the tool is made from. */
interface Parts {
  readonly control: ContainerControl;
  readonly host: HostProbe;
  readonly deployment: Pick<Deployment, "containers" | "entry" | "services">;
  /** In the order in which they are started. */
  readonly names: readonly string[];
  /** Name of the service that is published. */
  readonly entry: string;
  readonly system: Pick<OtherSystem, "ownKernel">;
}

/** Creates the tool for a deployment's containers on a system that is known by its verbs alone, and is on this machine. */
export function verbContainers(
  { control, host, deployment, names, entry, system }: Parts,
  signal: AbortSignal,
): Containers {
  const address = entryAddress(deployment);
  const inspect = (name: string) => factsOf(control, name);
  const act = async (name: string, verb: ContainerVerb, isDone: (facts: ContainerFacts) => boolean) => {
    const { exitCode, output } = await control(name, verb);
    if (exitCode === 0 || isDone(await inspect(name))) return;
    throw new Error(`${verb} of ${name}: ${lastLine(output)}`);
  };
  const stopped = ({ state }: ContainerFacts) => state === "created" || state === "stopped";
  const drive: Drive = {
    helpers: null,
    inGuest: system.ownKernel,
    state: (name) => stateOf(control, name),
    addresses: async (name) => (await inspect(networkOf(deployment, name))).addresses,
    start: (name) => act(name, "start", ({ state }) => state === "running"),
    stop: (name) => act(name, "stop", stopped),
    kill: (name) => act(name, "kill", stopped),
    thaw: (name) => act(name, "thaw", ({ state }) => state !== "paused"),
    async freeze(name) {
      const { exitCode } = await control(name, "freeze");
      // A system that cannot freeze: others must not use processors while one is measured.
      if (exitCode !== 0 && !stopped(await inspect(name))) await act(name, "kill", stopped);
    },
    healthyAt: (name, until) => healthyAt(() => inspect(name), name, until, signal),
    // It is on this machine.
    clockAhead: () => Promise.resolve(0),
    untilFirstAnswer: (start) => {
      const container = networkOf(deployment, containerOf(deployment, entry));
      // The port is published for as long as the container is there, or from when its network is up: no interface to wait for.
      return firstAnswer({ host, address, container, interfaces: 0 }, start, signal);
    },
  };
  return containersBy({ drive, host, address, names }, signal);
}

async function factsOf(control: ContainerControl, name: string): Promise<ContainerFacts> {
  const { exitCode, output } = await control(name, "inspect");
  if (exitCode !== 0) throw new Error(`inspect of ${name}: ${lastLine(output)}`);
  return JSON.parse(output) as ContainerFacts;
}

async function stateOf(control: ContainerControl, name: string): Promise<ContainerState> {
  const { id, state, exitCode, health } = await factsOf(control, name);
  const running = state === "running" || state === "paused";
  const pid = running ? await firstPid((await control(name, "pids")).output) : 0;
  return { id, running, pid, exitCode, failing: health?.status === "unhealthy" };
}

async function healthyAt(inspect: () => Promise<ContainerFacts>, name: string, until: number, signal: AbortSignal) {
  for (;;) {
    const { state, health, startedAt } = await inspect();
    if (state === "running" && health === null) return Date.parse(startedAt);
    if (state === "running" && health?.status === "healthy") return Date.now();
    if (Date.now() > until) throw new Error(`${name} is ${health?.status ?? state}`);
    await pause(pollMs, undefined, { signal });
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
