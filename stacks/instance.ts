import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { parse } from "yaml";

/**
 * Short name for a state backend: six hexadecimal digits from its address. Two clones, or two users of one Docker daemon, have different
 * backends, so their objects have different names.
 */
export function instanceOf(backend: string): string {
  return createHash("sha256").update(backend).digest("hex").slice(0, 6);
}

/**
 * Address of the backend that Pulumi uses for a project: PULUMI_BACKEND_URL, else the one that Pulumi.yaml names. A relative `file://`
 * address is relative to the project's folder, and `file://~` is the user's home folder.
 */
export function backendAddress(projectFolder: string, env: NodeJS.ProcessEnv = process.env): string {
  // To Pulumi, an empty variable is an unset one.
  const own = env.PULUMI_BACKEND_URL === "" ? undefined : env.PULUMI_BACKEND_URL;
  const chosen = own ?? projectBackend(projectFolder);
  const path = /^file:\/\/((?:\.{1,2}|~)(?:\/.*)?)$/.exec(chosen)?.[1];
  if (path === undefined) return chosen;
  return `file://${resolve(
    projectFolder,
    path.replace(/^~/, () => env.HOME ?? homedir()),
  )}`;
}

function projectBackend(projectFolder: string): string {
  const project = parse(readFileSync(resolve(projectFolder, "Pulumi.yaml"), "utf8")) as { backend?: { url?: string } };
  if (project.backend?.url === undefined) throw new Error("Pulumi.yaml names no backend");
  return project.backend.url;
}
