import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { checkCompose, isComposePath } from "../../services/foreign/load.ts";
import { loadWorkload } from "../../services/load.ts";
import { ownWorkloads } from "../../services/own-workloads.ts";
import { approachesNamed } from "../../stacks/approaches.ts";
import { parseConfig, type StackConfig } from "../../stacks/config.ts";
import { checkRequirements } from "../../stacks/requirements.ts";
import type { Systems } from "../../stacks/systems.ts";
import type { System } from "../../stacks/systems/contract.ts";
import { isSecure, stackFileConfig } from "./stack-file.ts";

/** Its values are read as secrets by Pulumi alone. */
const secretsKey = "secrets";

/** Configuration of one command, over that of the stack's file. Values are texts, with JSON for lists, as Pulumi stores them. */
export type Over = Readonly<Record<string, string>>;

/**
 * Checks what a stack's own file asks for before anything is set up or Pulumi starts: an error in it stands alone, and not in the middle of Pulumi's
 * output. Pulumi's program checks all of it again. Checks nothing if a part of the configuration is known to Pulumi alone.
 * @throws UserError
 */
export async function precheck(project: string, stack: string, over: Over = {}): Promise<void> {
  const entries = await configEntries(project, stack, over);
  if (entries.some(([, value]) => isSecure(value)) || (await hasProjectConfig(project))) return;
  const parsed = parsedFrom(entries, stack);
  const approaches = approachesNamed(parsed.approaches, parsed.approachesFrom);
  if (isComposePath(parsed.workload)) await checkCompose({ ...parsed, from: project, env: process.env });
  else await loadWorkload(parsed.workload, ownWorkloads(project));
  checkRequirements(approaches, parsed, stack);
}

/** What a stack's own file says, checked, but for secrets. @throws UserError */
export async function ownConfig(project: string, stack: string): Promise<StackConfig> {
  return parsedFrom(await configEntries(project, stack, {}), stack);
}

/** The systems of a stack's approaches; none if a part of the configuration is known to Pulumi alone. */
export async function systemsOf(project: string, stack: string, systems: Systems): Promise<readonly System[]> {
  const entries = await configEntries(project, stack, {});
  if (entries.some(([, value]) => isSecure(value)) || (await hasProjectConfig(project))) return [];
  const { approaches, approachesFrom } = parsedFrom(entries, stack);
  return approachesNamed(approaches, approachesFrom).map(systems.of);
}

type Entries = readonly (readonly [string, unknown])[];

async function configEntries(project: string, stack: string, over: Over): Promise<Entries> {
  const config = { ...(await stackFileConfig(project, stack)), ...over };
  return Object.entries(config).filter(([key]) => key !== secretsKey);
}

function parsedFrom(entries: Entries, stack: string): StackConfig {
  const texts = entries.map(
    ([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)] as const,
  );
  return parseConfig(Object.fromEntries(texts), stack);
}

/** Whether Pulumi.yaml gives values to all stacks. */
async function hasProjectConfig(project: string): Promise<boolean> {
  const content: unknown = parse(await readFile(join(project, "Pulumi.yaml"), "utf8"));
  return Object(content) instanceof Object && "config" in Object(content);
}
