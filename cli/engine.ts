import { Command, InvalidArgumentError } from "commander";
import { resolveEndpoint } from "../docker/endpoint.ts";
import { UserError } from "../errors/user-error.ts";
import { daemonState, stopDaemon } from "../toolchain/engine/daemon.ts";
import { logTail } from "../toolchain/engine/log.ts";
import { probeEngine } from "../toolchain/engine/probe.ts";
import { engineFiles, hostEngine } from "../toolchain/engine/settings.ts";
import { runSteps } from "../toolchain/progress/steps.ts";
import { ensureToolchain } from "../toolchain/setup.ts";

/** The Docker engine that set-up installs and starts where there is none; engines of the user's are only looked at. */
export async function main(args: string[], signal: AbortSignal = new AbortController().signal): Promise<number> {
  let exitCode = 0;
  const program = new Command("npm run engine --")
    .description("The Docker engine that set-up starts where no other answers. Never touches an engine that is yours.")
    .exitOverride();
  program
    .command("status", { isDefault: true })
    .description("which engine answers, and whether set-up started it; exit code 1 if none answers")
    .action(async () => {
      exitCode = (await status()) ? 0 : 1;
    });
  program
    .command("start")
    .description("start the engine unless one answers, installing it where that is possible")
    .action(async () => {
      await ensureToolchain({ pulumi: false, signal });
      await status();
    });
  program
    .command("stop")
    .description("end the engine and wait until it is gone; containers go on and are adopted by the next start")
    .action(() => stop(signal));
  program
    .command("logs")
    .description("the end of the engine's log")
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
  const own = state.status === "running" ? `started by set-up (process ${state.pid})` : "not started by set-up";
  process.stdout.write(
    probe.status === "answers"
      ? `engine ${probe.version} (API ${probe.apiVersion}) answers at ${endpoint.host}, ${own}\n`
      : `no engine answers at ${endpoint.host}: ${probe.reason}\n`,
  );
  if (state.status === "running") process.stdout.write(`its files: ${hostEngine.directory}\n`);
  return probe.status === "answers";
}

async function stop(signal: AbortSignal): Promise<void> {
  if ((await daemonState(hostEngine)).status === "stopped") {
    const endpoint = await resolveEndpoint();
    if ((await probeEngine(endpoint)).status === "answers") {
      throw new UserError({
        found: `The engine at ${endpoint.host} was not started by set-up.`,
        remedy: "end it the way it was started (systemctl stop docker, quit Docker Desktop).",
      });
    }
  }
  let ended: number | undefined;
  await runSteps(
    [{ title: "Docker engine", run: async (work) => void (ended = await stopDaemon(work, hostEngine)) }],
    signal,
  );
  process.stdout.write(
    ended === undefined ? "no engine of set-up's was running\n" : `engine stopped (process ${ended} is gone)\n`,
  );
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("a whole number above zero is needed.");
  return Number(text);
}
