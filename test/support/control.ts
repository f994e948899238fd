import { execa } from "execa";
import { resolve } from "node:path";
import { controlArgv } from "../../stacks/control/command.ts";
import type { DeploymentOutput } from "../../stacks/outputs.ts";
import type { ContainerVerb, Verb } from "../../stacks/verbs.ts";

/** Folder from which control commands run. */
const root = resolve(import.meta.dirname, "../..");

/** Exit code of a command, and its output on both streams. */
export interface Attempt {
  readonly exitCode: number | undefined;
  readonly output: string;
}

/**
 * Runs a verb of a service's control command of the outputs, with further words.
 * @param service `SERVICE`, which means its first replica, or `SERVICE/N`
 */
export async function control(
  deployment: DeploymentOutput,
  service: string,
  verb: Verb,
  ...words: readonly string[]
): Promise<string> {
  return succeeded(await attempt(deployment, service, verb, ...words), `${verb} of ${service}`);
}

/** The same, with any exit code. */
export async function attempt(
  deployment: DeploymentOutput,
  service: string,
  verb: Verb,
  ...words: readonly string[]
): Promise<Attempt> {
  const [name = "", number = "1"] = service.split("/");
  const replica = deployment.services[name]?.replicas[Number(number) - 1];
  if (replica === undefined) throw new Error(`the outputs have no service "${service}"`);
  return run(controlArgv(replica.control, verb, ...words));
}

/** Runs a verb of a container's control command of the outputs, with further words. */
export async function controlContainer(
  deployment: DeploymentOutput,
  container: string,
  verb: ContainerVerb,
  ...words: readonly string[]
): Promise<string> {
  return succeeded(await attemptContainer(deployment, container, verb, ...words), `${verb} of ${container}`);
}

/** The same, with any exit code. */
export async function attemptContainer(
  { containers }: DeploymentOutput,
  container: string,
  verb: ContainerVerb,
  ...words: readonly string[]
): Promise<Attempt> {
  const output = containers[container];
  if (output === undefined) throw new Error(`the outputs have no container "${container}"`);
  return run(controlArgv(output.control, verb, ...words));
}

/** Runs the checks of the approach's own tools; empty if it has none. */
export async function verify({ verifications }: DeploymentOutput): Promise<(Attempt & { readonly title: string })[]> {
  const commands = Object.entries(verifications);
  return Promise.all(commands.map(async ([title, command]) => ({ title, ...(await run(controlArgv(command))) })));
}

/** Lines of a service's log, oldest first, each after its time. */
export async function logLines(deployment: DeploymentOutput, service: string): Promise<LogLine[]> {
  const text = await control(deployment, service, "logs");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [time = ""] = line.split(" ", 1);
      return { time, text: line.slice(time.length + 1) };
    })
    .sort((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : 0));
}

/** A line of a log. */
export interface LogLine {
  /** ISO 8601. */
  readonly time: string;
  readonly text: string;
}

/** Lines of a service's log that are JSON objects, oldest first, without their time. */
export async function jsonLogLines(
  deployment: DeploymentOutput,
  service: string,
): Promise<Readonly<Record<string, unknown>>[]> {
  const lines = await logLines(deployment, service);
  return lines
    .map(({ text }) => text.slice(text.indexOf("{")))
    .filter((text) => text.startsWith("{"))
    .map((text) => JSON.parse(text) as Record<string, unknown>);
}

function succeeded({ exitCode, output }: Attempt, what: string): string {
  if (exitCode === 0) return output;
  throw new Error(`${what} ended with ${exitCode ?? "a signal"}: ${output}`);
}

async function run([command, ...args]: readonly [string, ...string[]]): Promise<Attempt> {
  const { exitCode, all } = await execa(command, args, { cwd: root, reject: false, all: true });
  return { exitCode, output: all };
}
