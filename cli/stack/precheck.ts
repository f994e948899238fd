import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { loadWorkload } from "../../services/load.ts";
import { ownWorkloads } from "../../services/own-workloads.ts";
import { approachesNamed } from "../../stacks/approaches.ts";
import { parseConfig } from "../../stacks/config.ts";
import { checkRequirements } from "../../stacks/requirements.ts";
import { isSecure, stackFileConfig } from "./stack-file.ts";

/** Its values are read as secrets by Pulumi alone. */
const secretsKey = "secrets";

/**
 * Checks what a stack's own file asks for before anything is set up or Pulumi starts: an error in it stands alone, and not in the middle of Pulumi's
 * output. Pulumi's program checks all of it again. Checks nothing if a part of the configuration is known to Pulumi alone.
 * @throws UserError
 */
export async function precheck(project: string, stack: string): Promise<void> {
  const entries = Object.entries(await stackFileConfig(project, stack)).filter(([key]) => key !== secretsKey);
  if (entries.some(([, value]) => isSecure(value)) || (await hasProjectConfig(project))) return;
  const texts = entries.map(
    ([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)] as const,
  );
  const parsed = parseConfig(Object.fromEntries(texts), stack);
  const approaches = approachesNamed(parsed.approaches, parsed.approachesFrom);
  await loadWorkload(parsed.workload, ownWorkloads(project));
  checkRequirements(approaches, parsed, stack);
}

/** Whether Pulumi.yaml gives values to all stacks. */
async function hasProjectConfig(project: string): Promise<boolean> {
  const content: unknown = parse(await readFile(join(project, "Pulumi.yaml"), "utf8"));
  return Object(content) instanceof Object && "config" in Object(content);
}
