import { execa } from "execa";
import { randomInt } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { DockerClient } from "../../../docker/client.ts";
import { daemonState, startDaemon } from "../../../toolchain/engine/daemon.ts";
import { neededWrapper } from "../../../toolchain/engine/ensure.ts";
import { runningPid } from "../../../toolchain/engine/pid-files.ts";
import type { EngineSettings } from "../../../toolchain/engine/settings.ts";
import { onPath } from "../../../toolchain/host/programs.ts";
import type { Work } from "../../../toolchain/work.ts";

/** A Docker daemon of its own beside the shared one: other folders, another socket, another bridge, no change to the firewall. */
export interface PrivateDaemon {
  /** Runs docker with it. @returns standard output */
  docker(...words: readonly string[]): Promise<string>;
  pid(): Promise<number>;
  start(): Promise<void>;
  /** Gives it an image that another daemon has. */
  bring(docker: DockerClient, image: string): Promise<void>;
  /** Ends it and its containers, and removes its files. */
  dispose(): Promise<void>;
}

/** Why this machine can have none; undefined if it can. */
export async function whyNoDaemon(docker: DockerClient): Promise<string | undefined> {
  if (!docker.endpoint.host.startsWith("unix://")) return "Docker is on another machine, where no daemon is started.";
  if (process.getuid?.() !== 0) return "Only root can start a Docker daemon of its own.";
  if ((await onPath("dockerd")) === undefined) return "This machine has no program dockerd.";
  return undefined;
}

/** Starts one. @param liveRestore whether containers shall outlive it */
export async function privateDaemon(liveRestore: boolean, signal: AbortSignal): Promise<PrivateDaemon> {
  const folder = await mkdtemp(join(tmpdir(), "ca-daemon-"));
  const bridge = await makeBridge();
  const settings: EngineSettings = {
    directory: join(folder, "own"),
    socket: join(folder, "docker.sock"),
    userConfiguration: join(folder, "none.json"),
    execRoot: join(folder, "exec"),
    configuration: {
      ...{ "data-root": join(folder, "data"), bridge, "live-restore": liveRestore },
      // With pools, a daemon without live-restore removes docker0 when it starts again, although its own bridge is another: that is the
      // shared daemon's.
      "default-address-pools": [],
      ...{ iptables: false, "ip-masq": false, "ip-forward": false },
    },
  };
  const work: Work = { signal, update: () => undefined, detail: () => undefined, note: () => undefined };
  const [dockerd = "dockerd", wrapper] = await Promise.all([onPath("dockerd"), neededWrapper(work)]);
  const words = ["--host", `unix://${settings.socket}`];
  const start = () => startDaemon(work, settings, dockerd, wrapper);
  const docker = async (...more: readonly string[]) => (await execa("docker", [...words, ...more])).stdout;
  const daemon: PrivateDaemon = {
    docker,
    start,
    async pid() {
      const state = await daemonState(settings);
      if (state.status === "stopped") throw new Error("the private daemon does not run");
      return state.pid;
    },
    async bring(from, image) {
      const [command = "docker", ...base] = from.argv;
      const saving = execa(command, [...base, "save", image], { encoding: "buffer", buffer: false });
      await saving.pipe("docker", [...words, "load", "--quiet"], { buffer: false });
    },
    async dispose() {
      await start().catch(() => undefined);
      const all = await docker("ps", "--all", "--quiet").catch(() => "");
      if (all !== "") await docker("rm", "--force", ...all.split("\n"));
      await end(settings);
      await unmount(folder);
      await execa("ip", ["link", "del", bridge], { reject: false });
      await rm(folder, { recursive: true, force: true });
    },
  };
  try {
    await start();
    return daemon;
  } catch (error) {
    await daemon.dispose();
    throw error;
  }
}

/**
 * A bridge for the daemon alone. Without one, or with none at all ("none"), a daemon takes docker0, or removes it: that is the shared one's.
 * @returns its name; its network is of the range that is reserved for tests of network devices (RFC 2544)
 */
async function makeBridge(): Promise<string> {
  const number = randomInt(0, 256);
  const name = `calab${number}`;
  await execa("ip", ["link", "add", "name", name, "type", "bridge"]);
  await execa("ip", ["addr", "add", `198.18.${number}.1/24`, "dev", name]);
  return name;
}

const endsWithinMs = 15_000;

/** Ends the daemon, and the containerd that it started. */
async function end(settings: EngineSettings): Promise<void> {
  const state = await daemonState(settings);
  const { execRoot = "" } = settings;
  const containerd = await runningPid(join(execRoot, "containerd", "containerd.pid"), execRoot);
  for (const pid of [state.status === "running" ? state.pid : undefined, containerd]) {
    if (pid === undefined) continue;
    const until = Date.now() + endsWithinMs;
    for (let name: NodeJS.Signals = "SIGTERM"; signalled(pid, name); name = Date.now() > until ? "SIGKILL" : "SIGTERM")
      await pause(200);
  }
}

function signalled(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

/** What a daemon has left mounted, such as namespaces and layers. */
async function unmount(folder: string): Promise<void> {
  const mounts = (await readFile("/proc/self/mounts", "utf8")).split("\n").map((line) => line.split(" ")[1] ?? "");
  for (const place of mounts.filter((mount) => mount.startsWith(`${folder}/`)).reverse())
    await execa("umount", ["--lazy", place], { reject: false });
}

/** A port of loopback for a trial, outside of what the kernel gives to others. */
export function trialPort(): number {
  return randomInt(20_000, 32_000);
}
