import { execa } from "execa";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { UserError } from "../../errors/user-error.ts";
import { cacheRoot, withLock } from "../cache.ts";
import type { Work } from "../work.ts";
import { onPath } from "./programs.ts";
import { ProcessFailure, run } from "./run.ts";
import { smallProxies } from "./small-proxies.ts";

const lockTimeoutMs = 300_000;
const pollMs = 1_000;
const shownLines = 15;
const quietly = ["-q", "-o", `DPkg::Lock::Timeout=${lockTimeoutMs / 1000}`, "-o", "Acquire::Retries=2"];

/** Whether this process can install the distribution's packages: Debian or Ubuntu, as root. */
export async function canInstallPackages(): Promise<boolean> {
  return process.getuid?.() === 0 && (await onPath("apt-get")) !== undefined;
}

/** Installs packages of the distribution. Finishes an interrupted installation first. */
export async function installPackages(work: Work, names: readonly string[]): Promise<void> {
  await withLock(work, path.join(cacheRoot(), "apt.lock"), "installing packages", async (locked) => {
    try {
      await finishInterrupted(locked);
      locked.update("apt-get update");
      await run(locked, "apt-get", [...quietly, "update"], { env: smallProxies() });
      const known = await knownPackages(names);
      const install = ["install", "-y", "-f", "--no-install-recommends", ...known];
      locked.update(`downloads ${known.join(", ")}`);
      await run(locked, "apt-get", [...quietly, "--download-only", ...install], {
        env: smallProxies(),
        onLine: (line) => {
          if (line.startsWith("Get:")) locked.detail(line.slice(0, 60));
        },
      });
      locked.update(`installs ${known.join(", ")}`);
      await lasting(locked, "apt-get", [...quietly, ...install]);
    } catch (error) {
      if (!(error instanceof ProcessFailure)) throw error;
      throw new UserError({
        found: `Installing ${names.join(", ")} failed:\n${error.output}`,
        remedy: `make the distribution's package mirror reachable, or install by hand: apt-get install ${names.join(" ")}`,
      });
    }
  });
}

/**
 * Runs what must not be interrupted: dpkg would leave packages unpacked and its database locked. An interruption takes
 * effect afterwards. If this process is killed, the installation goes on, so its output goes to a file.
 */
async function lasting(work: Work, file: string, args: readonly string[]): Promise<void> {
  work.signal.throwIfAborted();
  const log = path.join(cacheRoot(), "apt.log");
  const announce = () => {
    work.note("finishing the installation of packages first (a few seconds)");
  };
  work.signal.addEventListener("abort", announce, { once: true });
  try {
    const { failed, exitCode } = await execa("/bin/sh", ["-c", 'exec "$@" > "$0" 2>&1', log, file, ...args], {
      detached: true,
      cleanup: false,
      stdio: "ignore",
      reject: false,
      env: { DEBIAN_FRONTEND: "noninteractive", ...smallProxies() },
    });
    work.signal.throwIfAborted();
    if (!failed) return;
    const tail = (await readFile(log, "utf8")).trim().split("\n").slice(-shownLines).join("\n");
    throw new ProcessFailure([file, ...args].join(" "), `failed (${exitCode ?? "no reason given"})`, tail, false);
  } finally {
    work.signal.removeEventListener("abort", announce);
  }
}

// Some releases ship the docker command line in a package of its own, others have no such package.
/** Of newer releases; in older ones another package has what they have. */
const optional: ReadonlySet<string> = new Set(["docker-cli", "virtiofsd"]);

async function knownPackages(names: readonly string[]): Promise<string[]> {
  const known = await Promise.all(
    names.map(async (name) => (await execa("apt-cache", ["show", name], { reject: false })).exitCode === 0),
  );
  return names.filter((name, i) => known[i] === true || !optional.has(name));
}

async function finishInterrupted(work: Work): Promise<void> {
  const deadline = Date.now() + lockTimeoutMs;
  for (let waiting = false; ; waiting = true) {
    const { stdout } = await execa("dpkg", ["--audit"], { reject: false });
    if (stdout === "") return;
    const finished = await execa("dpkg", ["--configure", "-a", "--force-confdef"], {
      reject: false,
      all: true,
      env: { DEBIAN_FRONTEND: "noninteractive" },
    });
    if (!/database lock|get lock|locked by another/i.test(finished.all) || Date.now() > deadline) {
      // What dpkg cannot configure, apt-get install -f unpacks again.
      work.note("finished an installation of packages that had been interrupted (dpkg --configure -a)");
      return;
    }
    if (!waiting) work.update("waits for another process that installs packages");
    await delay(pollMs, undefined, { signal: work.signal });
  }
}
