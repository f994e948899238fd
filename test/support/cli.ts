import { execa, type ResultPromise } from "execa";
import { setTimeout as pause } from "node:timers/promises";
import type { Project } from "./project.ts";
import type { Ended } from "./stack.ts";

/** A running command of a project, in its own process group. */
export interface Running {
  readonly ended: Promise<Ended>;
  /** Waits until its output matches. */
  says(pattern: RegExp, deadlineMs: number): Promise<void>;
  /** SIGINT to the command's own process only, as without a terminal. */
  interrupt(): void;
  /** SIGKILL to the whole group, like a power failure. */
  kill(): void;
}

/** Starts a command of `npm run ...` in a project, without npm. */
export function startCli(project: Project, args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const child = execa(process.execPath, ["toolchain/bootstrap.mjs", ...args], {
    cwd: project.folder,
    env: { ...project.env, ...env },
    extendEnv: false,
    stdin: "ignore",
    reject: false,
    all: true,
    detached: true,
  });
  let output = "";
  child.all.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  let over = false;
  const ended = child.then(({ exitCode, all }) => {
    over = true;
    return { exitCode, output: all };
  });
  return {
    ended,
    async says(pattern, deadlineMs) {
      const until = Date.now() + deadlineMs;
      while (!pattern.test(output)) {
        if (over || Date.now() > until) throw new Error(`it has not printed ${String(pattern)}, but:\n${output}`);
        await pause(20);
      }
    },
    interrupt: () => {
      signal(child, "SIGINT", "alone");
    },
    kill: () => {
      signal(child, "SIGKILL", "group");
    },
  };
}

/** Runs a command of a project to its end. */
export async function runCli(project: Project, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return startCli(project, args, env).ended;
}

function signal(child: Pick<ResultPromise, "pid">, name: NodeJS.Signals, reach: "alone" | "group"): void {
  if (child.pid === undefined) throw new Error("the command did not start");
  process.kill(reach === "group" ? -child.pid : child.pid, name);
}
