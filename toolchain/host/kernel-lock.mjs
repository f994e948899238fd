import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import path from "node:path";

const busy = 75;
const unsupported = 69;

// Node has no flock, so a shell holds it. Its input ends when this process does; then cat ends, and with it the lock. The file may have been
// removed by the last holder between opening and locking: then the lock is on a file that no other process sees.
const script = `
command -v flock >/dev/null && exec 9>>"$1" || exit ${unsupported}
flock -n 9
case $? in 0) ;; 1) exit ${busy} ;; *) exit ${unsupported} ;; esac
[ "$1" -ef /dev/fd/9 ] || exit ${busy}
echo held
exec cat >/dev/null`;

/** See kernel-lock.d.mts. */
export async function tryKernelLock(file) {
  const full = path.resolve(file);
  // Not in this process's group: Ctrl-C ends that, and the lock is needed until everything is cleaned up.
  const child = spawn("sh", ["-c", script, "lock", full], {
    cwd: "/",
    detached: true,
    env: { PATH: process.env.PATH ?? "/usr/bin:/bin" },
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.stdin.on("error", () => {});
  const code = await new Promise((resolve) => {
    child.once("error", () => resolve(unsupported));
    child.stdout.once("data", () => resolve(0));
    child.once("exit", (exit) => resolve(exit ?? unsupported));
  });
  if (code === busy) return "busy";
  if (code !== 0) return undefined;
  for (const handle of [child, child.stdin, child.stdout]) handle.unref();
  return {
    async release() {
      await rm(full, { force: true });
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.ref();
      const ended = once(child, "exit");
      child.stdin.end();
      await ended;
    },
  };
}
