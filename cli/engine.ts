import { Command, InvalidArgumentError } from "commander";
import { resolveEndpoint } from "../docker/endpoint.ts";
import { UserError } from "../errors/user-error.ts";
import { daemonState, stopDaemon } from "../toolchain/engine/daemon.ts";
import { logTail } from "../toolchain/engine/log.ts";
import { probeEngine } from "../toolchain/engine/probe.ts";
import { engineFiles, hostEngine } from "../toolchain/engine/settings.ts";
import { runSteps } from "../toolchain/progress/steps.ts";
import { ensureToolchain } from "../toolchain/setup.ts";

/** Controls the Docker daemon that setup installs and starts if no other answers. Never changes a daemon of the user's. */
export async function main(args: string[], signal: AbortSignal = new AbortController().signal): Promise<number> {
  let exitCode = 0;
  const program = new Command("npm run engine --")
    .description("Controls the Docker daemon that setup starts if no other answers. Never touches a daemon of yours.")
    .exitOverride();
  program
    .command("status", { isDefault: true })
    .description("show which Docker daemon answers and whether setup started it; exit code 1 if none does")
    .action(async () => {
      exitCode = (await status()) ? 0 : 1;
    });
  program
    .command("start")
    .description("start a daemon unless one answers; install Docker if that is possible")
    .action(async () => {
      await ensureToolchain({ pulumi: false, signal });
      await status();
    });
  program
    .command("stop")
    .description("stop the daemon and wait until it has ended; containers keep running, and the next start adopts them")
    .action(() => stop(signal));
  program
    .command("logs")
    .description("show the last lines of the daemon's log")
    .option("--lines <number>", "how many lines", wholeNumber, 50)
    .action(({ lines }: { lines: number }) => {
      process.stdout.write(`${logTail(hostEngine, lines) || `no log at ${engineFiles(hostEngine).log}`}\n`);
    });
  await program.parseAsync(args, { from: "user" });
  return exitCode;
}

async function status(): Promise<boolean> {
  const endpoint = await resolveEndpoint();
  const [probe, state] = await Promise.all([probeEngine(endpoint), daemonState(hostEngine)]);
  const own = state.status === "running" ? `started by setup (PID ${state.pid})` : "not started by setup";
  process.stdout.write(
    probe.status === "answers"
      ? `Docker ${probe.version} (API ${probe.apiVersion}) answers at ${endpoint.host}, ${own}\n`
      : `no Docker daemon answers at ${endpoint.host}: ${probe.reason}\n`,
  );
  if (state.status === "running") process.stdout.write(`its files: ${hostEngine.directory}\n`);
  return probe.status === "answers";
}

async function stop(signal: AbortSignal): Promise<void> {
  if ((await daemonState(hostEngine)).status === "stopped") {
    const endpoint = await resolveEndpoint();
    if ((await probeEngine(endpoint)).status === "answers") {
      throw new UserError({
        found: `Setup did not start the Docker daemon at ${endpoint.host}.`,
        remedy: "stop it the way it was started (systemctl stop docker, quit Docker Desktop).",
      });
    }
  }
  let ended: number | undefined;
  await runSteps(
    [{ title: "Docker daemon", run: async (work) => void (ended = await stopDaemon(work, hostEngine)) }],
    signal,
  );
  process.stdout.write(
    ended === undefined ? "no daemon that setup started was running\n" : `daemon stopped (PID ${ended})\n`,
  );
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("A whole number from 1 is allowed.");
  return Number(text);
}
