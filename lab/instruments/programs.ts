import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CommonTools, Tools } from "../tools.ts";

const folder = join(import.meta.dirname, "../probe");

/** Source of one of the lab's Python programs, for containers that do not have it. */
export function programText(name: string): Promise<string> {
  return readFile(join(folder, `${name}.py`), "utf8");
}

/**
 * Runs a program with a service's user and environment.
 * @param order its only argument, as JSON
 * @returns its output, parsed as JSON; undefined if it prints nothing
 */
export async function askAsService<T>(
  { control }: Pick<CommonTools, "control">,
  service: string,
  program: string,
  order: unknown,
): Promise<T> {
  const words = ["python3", "-c", await programText(program), JSON.stringify(order)];
  const { exitCode, output } = await control(service, "exec", ...words);
  if (exitCode !== 0)
    throw new Error(`${program} as ${service} ended with ${exitCode ?? "a signal"}: ${lastLine(output)}`);
  return (output === "" ? undefined : JSON.parse(output)) as T;
}

/** Runs a program as root in a container. @returns its output, parsed as JSON; undefined if the container has no Python */
export async function askAsRoot<T>(
  { docker, signal }: Pick<Tools, "docker" | "signal">,
  container: string,
  program: string,
  order: unknown,
): Promise<T | undefined> {
  const words = ["exec", "--interactive", "--user", "0", container, "python3", "-", JSON.stringify(order)];
  const { exitCode, stdout, stderr } = await docker.attempt(words, { input: await programText(program), signal });
  signal.throwIfAborted();
  if (exitCode === 126 || exitCode === 127) return undefined;
  if (exitCode !== 0) throw new Error(`${program} in ${container}: ${lastLine(stderr)}`);
  return JSON.parse(stdout) as T;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
