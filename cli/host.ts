import { Command, InvalidArgumentError } from "commander";
import { execa } from "execa";
import { UserError } from "../errors/user-error.ts";
import { formatDuration } from "../toolchain/progress/display.ts";
import { runSteps } from "../toolchain/progress/steps.ts";
import { machineFiles } from "../toolchain/second-host/files.ts";
import { sshOf } from "../toolchain/second-host/machine.ts";
import type { MachineSize } from "../toolchain/second-host/qemu-arguments.ts";
import { exportShell, machineStatus, type MachineStatus } from "../toolchain/second-host/status.ts";
import { bringUp, defaultSize, describeAccelerator, describeSize, takeDown } from "../toolchain/second-host/up.ts";
import type { Work } from "../toolchain/work.ts";
import { runInMachine } from "./host/run.ts";

const limits = { cpus: 64, memoryMib: { from: 1024, to: 65_536 } };

/** A virtual machine of this clone with another kernel, cgroup v2, systemd, Docker and podman. */
export async function main(args: string[], signal: AbortSignal = new AbortController().signal): Promise<number> {
  let exitCode = 0;
  const program = new Command("npm run host --")
    .description(
      "A second host: a virtual machine of this clone with Debian's kernel, cgroup v2, systemd, Docker and podman,\n" +
        "to deploy to as to any remote Docker daemon, over ssh or TLS. Needs Linux on x64 and root.",
    )
    .enablePositionalOptions()
    .exitOverride();
  program
    .command("up")
    .description("make it and start it, or check that it answers; the first time builds its disk, a few minutes")
    .option("--cpus <number>", `processors, 1 to ${limits.cpus} (default: ${defaultSize.cpus})`, cpus)
    .option("--memory <MiB>", `memory, from ${limits.memoryMib.from} (default: ${defaultSize.memoryMib})`, memory)
    .action(async ({ cpus, memory }: { cpus?: number; memory?: number }) => {
      const wish = { ...(cpus === undefined ? {} : { cpus }), ...(memory === undefined ? {} : { memoryMib: memory }) };
      await up(wish, signal);
    });
  program
    .command("down")
    .description("remove it with everything in it; the image of its disk stays in the cache for the next one")
    .action(async () => {
      const existed = await shown((work) => takeDown(work), signal);
      process.stdout.write(existed === true ? "removed\n" : "there is no second host\n");
    });
  program
    .command("status", { isDefault: true })
    .description("show whether it runs, where, and how to deploy to it; exit code 1 if it does not run")
    .option("--json", "print JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const status = await machineStatus();
      process.stdout.write(json === true ? `${JSON.stringify(status, undefined, 2)}\n` : describe(status));
      exitCode = status.state === "running" ? 0 : 1;
    });
  addReaching(program, signal, (code) => (exitCode = code));
  await program.parseAsync(args, { from: "user" });
  return exitCode;
}

/** Commands that take a machine that runs. */
function addReaching(program: Command, signal: AbortSignal, exit: (code: number) => void): void {
  program
    .command("env")
    .description(
      'print the variables that name its Docker daemon, as shell code: eval "$(npm run --silent host -- env)"',
    )
    .option("--tls", "reach it by TLS instead of ssh")
    .action(async ({ tls }: { tls?: boolean }) => {
      const { exports } = await running();
      process.stdout.write(exportShell(machineFiles(), tls === true ? exports.tls : exports.ssh));
    });
  program
    .command("shell [command...]")
    .description("a shell on it as root, or a command: npm run host -- shell -- uname -r")
    .action(async (command: string[]) => {
      exit(await shell(command));
    });
  program
    .command("run <command...>")
    .description(
      "run a command on it as root, in a copy of this clone with Node and Pulumi, which has a state of its own:\n" +
        "npm run host -- run -- npm run up -- separate",
    )
    .passThroughOptions()
    .action(async (command: string[]) => {
      exit(await runInMachine(command, machineFiles(), await running(), (step) => shown(step, signal), signal));
    });
}

async function up(wish: Partial<MachineSize>, signal: AbortSignal): Promise<void> {
  await shown((work) => bringUp(work, wish), signal);
  process.stdout.write(describe(await machineStatus()));
}

/** Runs a step and shows its progress. */
async function shown<T>(step: (work: Work) => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const results: T[] = [];
  const run = async (work: Work) => {
    results.push(await step(work));
  };
  await runSteps([{ title: "second host", run }], signal);
  return results[0];
}

type Running = Extract<MachineStatus, { state: "running" }>;

async function running(): Promise<Running> {
  const status = await machineStatus();
  if (status.state === "running") return status;
  throw new UserError({
    found: `The second host is ${status.state}.`,
    remedy: status.state === "starting" ? "wait until npm run host -- up has ended." : "npm run host -- up",
  });
}

/** Its own terminal and streams are the machine's. @returns the command's exit code; 255 if ssh itself fails */
async function shell(command: readonly string[]): Promise<number> {
  const { link } = await running();
  const terminal = command.length === 0 || (process.stdin.isTTY && process.stdout.isTTY) ? ["-t"] : [];
  const { exitCode } = await execa(sshOf(machineFiles()), [...terminal, link.machine, ...command], {
    stdio: "inherit",
    reject: false,
  });
  return exitCode ?? 1;
}

function describe(status: MachineStatus): string {
  if (status.state !== "running") return `second host: ${status.state}; npm run host -- up starts it\n`;
  const { link, pid, size, accelerator, bootSeconds = 0, guest, exports, residentMib } = status;
  const says =
    guest === undefined
      ? "does not answer over ssh"
      : `kernel ${guest.kernel}, cgroup v${guest.cgroupVersion}, Docker ${guest.docker}, podman ${guest.podman}`;
  const used = guest === undefined ? "" : `, ${guest.usedMib} MiB in use`;
  return [
    `second host: running at ${link.machine} (PID ${pid})`,
    `  ${describeAccelerator(accelerator)}; ${describeSize(size)}${used}, ${residentMib} MiB of this host`,
    `  ${says}; started in ${formatDuration(bootSeconds * 1000)}`,
    `  ssh  eval "$(npm run --silent host -- env)"        DOCKER_HOST=${exports.ssh.DOCKER_HOST ?? ""}`,
    `  TLS  eval "$(npm run --silent host -- env --tls)"  DOCKER_HOST=${exports.tls.DOCKER_HOST ?? ""}`,
    `  Publish on it, so that this host reaches the entry: ./pulumiw config set publishAddress ${link.machine} --stack STACK`,
    "",
  ].join("\n");
}

function cpus(text: string): number {
  return within(text, 1, limits.cpus);
}

function memory(text: string): number {
  return within(text, limits.memoryMib.from, limits.memoryMib.to);
}

function within(text: string, from: number, to: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < from || value > to) {
    throw new InvalidArgumentError(`A whole number from ${from} to ${to} is allowed.`);
  }
  return value;
}
