import { execa } from "execa";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { daemonState } from "../../../toolchain/engine/daemon.ts";
import { neededWrapper } from "../../../toolchain/engine/ensure.ts";
import { runningPid } from "../../../toolchain/engine/pid-files.ts";
import type { EngineSettings } from "../../../toolchain/engine/settings.ts";
import { identify, isAlive } from "../../../toolchain/host/process-identity.mjs";
import { onPath } from "../../../toolchain/host/programs.ts";
import type { Work } from "../../../toolchain/work.ts";

/** A Docker daemon beside the host's own: other folders, another socket, another bridge, no change to the firewall. */
export interface PrivateEngine {
  readonly folder: string;
  readonly settings: EngineSettings;
  readonly host: string;
  readonly dockerd: string;
  readonly wrapper: string | undefined;
  /** Ends it in any state, and removes its files. */
  dispose(): Promise<void>;
}

let bridges = 0;

/** Prepares a daemon without starting it. */
export async function privateEngine(work: Work): Promise<PrivateEngine> {
  const folder = await mkdtemp(path.join(tmpdir(), "engine-"));
  // With user namespaces, another user must get through it.
  await chmod(folder, 0o711);
  bridges += 1;
  const bridge = `catest${process.pid % 100_000}${bridges}`;
  await execa("ip", ["link", "add", "name", bridge, "type", "bridge"]);
  await execa("ip", ["addr", "add", `10.213.${bridges}.1/24`, "dev", bridge]);
  const settings: EngineSettings = {
    directory: path.join(folder, "own"),
    socket: path.join(folder, "docker.sock"),
    userConfiguration: path.join(folder, "none.json"),
    execRoot: path.join(folder, "exec"),
    configuration: {
      "data-root": path.join(folder, "data"),
      bridge,
      iptables: false,
      "ip-masq": false,
      "ip-forward": false,
    },
  };
  return {
    folder,
    settings,
    host: `unix://${settings.socket}`,
    dockerd: (await onPath("dockerd")) ?? "",
    wrapper: await neededWrapper(work),
    async dispose() {
      const made = await bridgesOf(settings);
      await endAndUnmount(settings);
      for (const one of [bridge, ...made]) await execa("ip", ["link", "del", one]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PIDs of the daemon, and of the containerd that it started. */
export async function processesOf(settings: EngineSettings): Promise<{ daemon?: number; containerd?: number }> {
  const state = await daemonState(settings);
  const containerd = await runningPid(containerdPidFile(settings), settings.execRoot ?? "?");
  return {
    ...(state.status === "stopped" ? {} : { daemon: state.pid }),
    ...(containerd === undefined ? {} : { containerd }),
  };
}

/** Where the daemon writes the PID of its containerd. */
export function containerdPidFile({ execRoot = "" }: EngineSettings): string {
  return path.join(execRoot, "containerd", "containerd.pid");
}

/** Kills both, as a loss of power does. */
export async function killHard(settings: EngineSettings): Promise<void> {
  const { daemon, containerd } = await processesOf(settings);
  for (const pid of [daemon, containerd]) {
    if (pid === undefined) continue;
    const identity = identify(pid);
    process.kill(pid, "SIGKILL");
    await gone(identity);
  }
}

/** Bridges of the networks that a test has left on it: they stay in the kernel when the daemon is killed, and keep their addresses. */
async function bridgesOf({ socket }: EngineSettings): Promise<string[]> {
  const list = ["--host", `unix://${socket}`, "network", "ls", "--quiet", "--filter", "type=custom"];
  const { stdout } = await execa("docker", list, { reject: false, timeout: 10_000 });
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((id) => `br-${id}`);
}

async function endAndUnmount(settings: EngineSettings): Promise<void> {
  await killHard(settings);
  const mounts = (await readFile("/proc/self/mounts", "utf8")).split("\n").map((line) => line.split(" ")[1] ?? "");
  for (const place of mounts.filter((mount) => mount.startsWith(`${path.dirname(settings.socket)}/`)).reverse()) {
    await execa("umount", ["--lazy", place]);
  }
}

async function gone(identity: ReturnType<typeof identify>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (isAlive(identity)) {
    if (Date.now() > deadline) throw new Error(`process ${identity.pid} does not end`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
