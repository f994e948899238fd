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

/** The state of the engine that set-up starts. */
export type DaemonState = { readonly status: "running"; readonly pid: number } | { readonly status: "stopped" };

/** Whether the engine that set-up started runs; a pid file of a dead one does not count, one that is being started does. */
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
  await withLock(work, files.lock, "starting the Docker engine", async (locked) => {
    const state = await daemonState(settings);
    if (state.status === "running") {
      // An earlier start may have left it half-way, or an earlier stop: if it ends after all, another is needed.
      locked.update(`waits for process ${state.pid}`);
      const hasEnded = async () => (await daemonState(settings)).status === "stopped";
      if (await answersBeforeItEnds(locked, settings, hasEnded)) return;
    }
    await removeStalePids(locked, settings);
    await writeConfiguration(locked, settings, wrapper);
    locked.update("starts the Docker engine");
    const daemon = await launch(dockerd, settings);
    const hasEnded = () => daemon.exitCode !== null || daemon.signalCode !== null;
    if (!(await answersBeforeItEnds(locked, settings, hasEnded))) throw notStarted(settings, "ended at once");
  });
}

/** Ends the engine and waits until it is gone. @returns the pid that was ended, undefined where none ran */
export async function stopDaemon(work: Work, settings: EngineSettings): Promise<number | undefined> {
  await mkdir(settings.directory, { recursive: true });
  return withLock(work, engineFiles(settings).lock, "stopping the Docker engine", async (locked) => {
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
    work.note(`uses ${settings.userConfiguration} as it is (npm run doctor says what it could add)`);
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
    // detached means a session of its own: neither Ctrl-C nor a closed terminal reaches the engine.
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

/** @throws UserError where it does neither in time */
async function answersBeforeItEnds(
  work: Work,
  settings: EngineSettings,
  hasEnded: () => boolean | Promise<boolean>,
): Promise<boolean> {
  const endpoint = { host: `unix://${settings.socket}`, source: "default" } as const;
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const { status } = await probeEngine(endpoint, 2_000);
    // Before the answer counts: on a busy machine the engine can be quicker than whoever was interrupted notices.
    work.signal.throwIfAborted();
    if (status === "answers") return true;
    if (await hasEnded()) return false;
    if (Date.now() > deadline) throw notStarted(settings, "did not answer in time");
    await delay(pollMs, undefined, { signal: work.signal });
  }
}

function notStarted(settings: EngineSettings, how: string): UserError {
  return new UserError({
    found: `The Docker engine ${how}. The end of its log:\n${logTail(settings, 10)}`,
    remedy: `mend what the log says (${engineFiles(settings).log}), or start an engine yourself and name it with DOCKER_HOST.`,
  });
}

function stillRunning(pid: number, settings: EngineSettings): UserError {
  return new UserError({
    found: `The Docker engine (process ${pid}) did not end within ${stopTimeoutMs / 1000} s.`,
    remedy: `look into ${engineFiles(settings).log}; as a last resort: kill -9 ${pid}`,
  });
}
