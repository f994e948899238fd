import { execa } from "execa";
import type { DeploymentOutput, ServiceOutput } from "../../stacks/outputs.ts";

type Verb = keyof ServiceOutput["control"];

/** Runs a verb of a service's control, as the outputs give it, with further words. */
export async function control(
  deployment: DeploymentOutput,
  service: string,
  verb: Verb,
  ...words: readonly string[]
): Promise<string> {
  const result = await attempt(deployment, service, verb, ...words);
  if (result.exitCode === 0) return result.output;
  throw new Error(`${verb} of ${service} ended with ${result.exitCode ?? "a signal"}: ${result.output}`);
}

/** The same, whatever the exit code. */
export async function attempt(
  deployment: DeploymentOutput,
  service: string,
  verb: Verb,
  ...words: readonly string[]
): Promise<{ readonly exitCode: number | undefined; readonly output: string }> {
  const output = deployment.services[service];
  if (output === undefined) throw new Error(`the outputs have no service "${service}"`);
  const [command = "", ...args] = output.control[verb];
  const { exitCode, all } = await execa(command, [...args, ...words], { reject: false, all: true });
  return { exitCode, output: all };
}

/** Lines of a service's log that are JSON objects, oldest first, without the time in front. */
export async function jsonLogLines(
  deployment: DeploymentOutput,
  service: string,
): Promise<Readonly<Record<string, unknown>>[]> {
  const text = await control(deployment, service, "logs");
  return text
    .split("\n")
    .map((line) => line.slice(line.indexOf("{")))
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
