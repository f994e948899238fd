import { readFile, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { isMap, parseDocument } from "yaml";
import { isComposePath } from "../../services/foreign/load.ts";
import { projectName } from "../../toolchain/environment.ts";
import type { Over } from "./precheck.ts";
import { stackFileName } from "./stack-file.ts";

/**
 * Options of `up` that say what is deployed, as configuration.
 * @param workload a name, or paths with colons between them, from the folder that the user is in
 */
export function workloadConfig(
  workload: string | undefined,
  profiles: readonly string[],
  project: string,
  env: NodeJS.ProcessEnv,
): Over {
  // npm runs scripts in the project's folder, and tells where the user is.
  const from = env.INIT_CWD ?? process.cwd();
  const placed = (part: string) => {
    const path = resolve(from, part);
    const inside = relative(project, path);
    if (inside.startsWith("..")) return path;
    return inside.includes("/") || /\.ya?ml$/.test(inside) ? inside : `./${inside}`;
  };
  return {
    ...(workload === undefined
      ? {}
      : { workload: isComposePath(workload) ? workload.split(":").map(placed).join(":") : workload }),
    ...(profiles.length === 0 ? {} : { profiles: JSON.stringify(profiles) }),
  };
}

/** Writes configuration into a stack's own file, which keeps its comments. Nothing is written where nothing changes. */
export async function remember(project: string, stack: string, over: Over): Promise<void> {
  if (Object.keys(over).length === 0) return;
  const path = join(project, stackFileName(stack));
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  });
  const document = parseDocument(text);
  if (!isMap(document.get("config"))) document.set("config", document.createNode({}));
  for (const [key, value] of Object.entries(over)) document.setIn(["config", `${projectName}:${key}`], value);
  const next = document.toString();
  if (next !== text) await writeFile(path, next);
}
