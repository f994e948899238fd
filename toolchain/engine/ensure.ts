import { execa } from "execa";
import { existsSync } from "node:fs";
import { resolveEndpoint, type Endpoint } from "../../docker/endpoint.ts";
import { UserError } from "../../errors/user-error.ts";
import { canInstallPackages, installPackages } from "../host/apt.ts";
import { onPath } from "../host/programs.ts";
import type { Work } from "../work.ts";
import { hostLackingCapabilities } from "./capabilities.ts";
import { daemonState, startDaemon } from "./daemon.ts";
import { notReachable, permissionDenied } from "./messages.ts";
import { probeEngine, requireApi } from "./probe.ts";
import { buildRuntimeWrapper } from "./runtime-wrapper.ts";
import { hostEngine, type EngineSettings } from "./settings.ts";

/** A Docker daemon that this project can use. */
export interface Engine {
  readonly endpoint: Endpoint;
  readonly version: string;
  readonly apiVersion: string;
  /** The user's, or started by setup. */
  readonly origin: "user" | "setup";
}

/** @returns the daemon that the user's settings name, if it answers; undefined if setup could start one */
export async function findEngine(settings: EngineSettings = hostEngine): Promise<Engine | undefined> {
  const endpoint = await endpointFor(settings);
  const [probe, client] = await Promise.all([probeEngine(endpoint), onPath("docker")]);
  if (probe.status === "forbidden") throw permissionDenied(endpoint, probe.reason);
  if (probe.status === "absent") {
    if (endpoint.source !== "default") throw notReachable(endpoint, probe.reason);
    return undefined;
  }
  requireApi(endpoint, probe);
  if (client === undefined) return undefined;
  const own = (await daemonState(settings)).status === "running" && endpoint.source === "default";
  const { version, apiVersion } = probe;
  return { endpoint, version, apiVersion, origin: own ? "setup" : "user" };
}

/** The daemon that answers, else one that is installed from the distribution's packages and started. */
export async function obtainEngine(work: Work, settings: EngineSettings = hostEngine): Promise<Engine> {
  const found = await findEngine(settings);
  if (found !== undefined) return found;
  const endpoint = await endpointFor(settings);
  const probe = await probeEngine(endpoint);
  if (probe.status !== "answers" && runsSystemd() && (await onPath("dockerd")) !== undefined) {
    await startService(work);
  } else {
    await installAndStart(work, settings, endpoint);
  }
  const started = await findEngine(settings);
  if (started === undefined) throw notReachable(endpoint, "it does not answer although it was started");
  return started;
}

async function installAndStart(work: Work, settings: EngineSettings, endpoint: Endpoint): Promise<void> {
  const root = process.getuid?.() === 0;
  const [dockerd, client] = await Promise.all([onPath("dockerd"), onPath("docker")]);
  if (!root || ((dockerd === undefined || client === undefined) && !(await canInstallPackages()))) {
    const probe = await probeEngine(endpoint);
    throw notReachable(endpoint, probe.status === "answers" ? "there is no docker command line" : probe.reason);
  }
  const wrapper = neededWrapper(work);
  // Awaited below; until then a failure must not count as an unhandled rejection.
  wrapper.catch(() => undefined);
  if (dockerd === undefined || client === undefined) {
    await installPackages(work, ["docker.io", "docker-cli", "iptables"]);
  }
  // Installing the packages starts the daemon if the host's init system allows it.
  if ((await probeEngine(endpoint)).status === "answers") return;
  if (runsSystemd()) {
    await startService(work);
    return;
  }
  const program = await onPath("dockerd");
  if (program === undefined) throw notReachable(endpoint, "the packages brought no dockerd");
  await startDaemon(work, settings, program, await wrapper);
}

/** @returns the runtime wrapper, if this host needs one */
export async function neededWrapper(work: Work): Promise<string | undefined> {
  const lacking = await hostLackingCapabilities();
  if (lacking.length === 0) return undefined;
  work.note(`this host lacks ${lacking.join(", ")}: containers go through a runtime wrapper that leaves those out`);
  return buildRuntimeWrapper(work);
}

async function startService(work: Work): Promise<void> {
  work.update("systemctl start docker");
  const result = await execa("systemctl", ["start", "docker"], { reject: false, cancelSignal: work.signal });
  work.signal.throwIfAborted();
  if (!result.failed) return;
  throw new UserError({
    found: `systemctl start docker failed: ${result.stderr}`,
    remedy: "see journalctl -u docker; or name another daemon with DOCKER_HOST.",
  });
}

function runsSystemd(): boolean {
  return existsSync("/run/systemd/system");
}

async function endpointFor(settings: EngineSettings): Promise<Endpoint> {
  if (settings === hostEngine) return resolveEndpoint();
  return { host: `unix://${settings.socket}`, source: "default" };
}
