import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, open, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { UserError } from "../../errors/user-error.ts";
import { withLock } from "../cache.ts";
import type { Work } from "../work.ts";
import { logTail } from "./log.ts";
import { pidByArguments, removeStalePids, runningPid } from "./pid-files.ts";
import { probeEngine } from "./probe.ts";
import { daemonConfiguration, engineFiles, type EngineSettings } from "./settings.ts";

const startTimeoutMs = 60_000;
const stopTimeoutMs = 60_000;
const pollMs = 100;

/** The state of the Docker daemon that setup starts. */
export type DaemonState = { readonly status: "running"; readonly pid: number } | { readonly status: "stopped" };

/** Whether the daemon that setup started runs. The PID file of a dead one does not count; a daemon that is starting does. */
export async function daemonState(settings: EngineSettings): Promise<DaemonState> {
  const file = engineFiles(settings).pid;
  const pid = (await runningPid(file, file)) ?? (await pidByArguments(pidFileArguments(file)));
  return pid === undefined ? { status: "stopped" } : { status: "running", pid };
}

/**
 * Starts dockerd so that it outlives this process, and waits until it answers.
 * @param wrapper the runtime wrapper's binary, on a host that needs it
 */
export async function startDaemon(
  work: Work,
  settings: EngineSettings,
  dockerd: string,
  wrapper?: string,
): Promise<void> {
  const files = engineFiles(settings);
  await mkdir(settings.directory, { recursive: true });
  await withLock(work, files.lock, "starting the Docker daemon", async (locked) => {
    const state = await daemonState(settings);
    if (state.status === "running") {
      // An interrupted start or stop may have left it: if it ends before it answers, start another.
      locked.update(`waits for process ${state.pid}`);
      const hasEnded = async () => (await daemonState(settings)).status === "stopped";
      if (await answersBeforeItEnds(locked, settings, hasEnded)) return;
    }
    await removeStalePids(locked, settings);
    await writeConfiguration(locked, settings, wrapper);
    locked.update("starts the Docker daemon");
    const daemon = await launch(dockerd, settings);
    const hasEnded = () => daemon.exitCode !== null || daemon.signalCode !== null;
    if (!(await answersBeforeItEnds(locked, settings, hasEnded))) throw notStarted(settings, "ended at once");
  });
}

/** Stops the daemon and waits until it has ended. @returns its PID, undefined if none ran */
export async function stopDaemon(work: Work, settings: EngineSettings): Promise<number | undefined> {
  await mkdir(settings.directory, { recursive: true });
  return withLock(work, engineFiles(settings).lock, "stopping the Docker daemon", async (locked) => {
    const state = await daemonState(settings);
    if (state.status === "stopped") {
      await removeStalePids(locked, settings);
      return undefined;
    }
    locked.update(`ends process ${state.pid}`);
    process.kill(state.pid, "SIGTERM");
    const deadline = Date.now() + stopTimeoutMs;
    while ((await daemonState(settings)).status === "running") {
      if (Date.now() > deadline) throw stillRunning(state.pid, settings);
      await delay(pollMs, undefined, { signal: locked.signal });
    }
    return state.pid;
  });
}

async function writeConfiguration(work: Work, settings: EngineSettings, wrapper: string | undefined): Promise<void> {
  const files = engineFiles(settings);
  if (existsSync(settings.userConfiguration)) {
    work.note(`uses ${settings.userConfiguration} unchanged (npm run doctor says what could be added)`);
    return;
  }
  if (wrapper !== undefined) {
    const draft = `${files.wrapper}.tmp`;
    await writeFile(draft, await readFile(wrapper), { mode: 0o755 });
    await rename(draft, files.wrapper);
  }
  const configuration = daemonConfiguration(settings, wrapper !== undefined);
  await writeFile(files.configuration, `${JSON.stringify(configuration, undefined, 2)}\n`);
}

function pidFileArguments(file: string): string[] {
  return ["--pidfile", file];
}

async function launch(dockerd: string, settings: EngineSettings): Promise<ChildProcess> {
  const files = engineFiles(settings);
  const configuration = existsSync(settings.userConfiguration) ? settings.userConfiguration : files.configuration;
  const log = await open(files.log, "a");
  try {
    // detached means a session of its own: neither Ctrl-C nor a closed terminal reaches the daemon.
    const child = spawn(dockerd, ["--config-file", configuration, ...pidFileArguments(files.pid)], {
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
      cwd: "/",
      env: {
        ...process.env,
        PATH: [process.env.PATH ?? "", "/usr/local/sbin", "/usr/sbin", "/sbin"].join(path.delimiter),
      },
    });
    await new Promise((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
    child.unref();
    return child;
  } finally {
    await log.close();
  }
}

/** @throws UserError if it does neither in time */
async function answersBeforeItEnds(
  work: Work,
  settings: EngineSettings,
  hasEnded: () => boolean | Promise<boolean>,
): Promise<boolean> {
  const endpoint = { host: `unix://${settings.socket}`, source: "default" } as const;
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const { status } = await probeEngine(endpoint, 2_000);
    // Before the answer counts: on a busy machine the daemon may answer before this process notices the interruption.
    work.signal.throwIfAborted();
    if (status === "answers") return true;
    if (await hasEnded()) return false;
    if (Date.now() > deadline) throw notStarted(settings, "did not answer in time");
    await delay(pollMs, undefined, { signal: work.signal });
  }
}

function notStarted(settings: EngineSettings, how: string): UserError {
  return new UserError({
    found: `The Docker daemon ${how}. The last lines of its log:\n${logTail(settings, 10)}`,
    remedy: `fix what the log says (${engineFiles(settings).log}), or start a daemon yourself and name it with DOCKER_HOST.`,
  });
}

function stillRunning(pid: number, settings: EngineSettings): UserError {
  return new UserError({
    found: `The Docker daemon (PID ${pid}) did not end within ${stopTimeoutMs / 1000} s.`,
    remedy: `see ${engineFiles(settings).log}; as a last resort: kill -9 ${pid}`,
  });
}
