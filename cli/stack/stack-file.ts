import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { UserError } from "../../errors/user-error.ts";
import { projectName } from "../../toolchain/environment.ts";

/** Name of a stack's own file. */
export function stackFileName(stack: string): string {
  return `Pulumi.${stack}.yaml`;
}

/**
 * The configuration in a stack's own file, by key without the project's name, for commands that need it before Pulumi runs, or more of it than
 * Pulumi tells a program. Values are as they stand there: an encrypted one is `{ secure: TEXT }`. Empty without a file.
 * @throws UserError with file and line for a file that Pulumi could not read either
 */
export async function stackFileConfig(project: string, stack: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readFile(join(project, stackFileName(stack)), "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  });
  return configIn(text, stack);
}

/** @param text content of the stack's file */
export function configIn(text: string, stack: string): Readonly<Record<string, unknown>> {
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const line = error.linePos?.[0].line;
    throw broken(stack, line === undefined ? "" : `, line ${line}`, error.message.split("\n", 1)[0] ?? "no YAML");
  }
  const content: unknown = document.toJS() ?? {};
  if (!isMapping(content)) throw broken(stack, "", `it is ${kindOf(content)}`);
  const config = content.config ?? {};
  if (!isMapping(config)) throw broken(stack, "", `its config is ${kindOf(config)}`);
  const prefix = `${projectName}:`;
  const own = Object.entries(config).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

/** Whether a value is encrypted. */
export function isSecure(value: unknown): boolean {
  return isMapping(value) && "secure" in value;
}

function broken(stack: string, where: string, found: string): UserError {
  const file = stackFileName(stack);
  return new UserError({
    found: `${file}${where}: ${found.replace(/ at line \d+, column \d+:?$/, "")}.`,
    allowed: `YAML such as\nconfig:\n  ${projectName}:workload: hello`,
    remedy: `mend ${file}, or delete it: then every key has its default`,
  });
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? "a list" : `the ${typeof value} ${JSON.stringify(value)}`;
}
