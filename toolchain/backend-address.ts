import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { parse } from "yaml";

const scheme = "file://";

/** Address of a file backend. Pulumi reads it as a URL, in which these characters mean something else. */
export function fileAddress(folder: string): string {
  return `${scheme}${folder.replaceAll(/[%#?]/g, encodeURIComponent)}`;
}

/** Folder of a file backend; undefined if the address is another backend's. */
export function folderOf(address: string): string | undefined {
  if (!address.startsWith(scheme)) return undefined;
  const [path = ""] = address.slice(scheme.length).split(/[?#]/, 1);
  try {
    return decodeURIComponent(path);
  } catch {
    // Pulumi refuses such an address.
    return path;
  }
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
  return fileAddress(
    resolve(
      projectFolder,
      path.replace(/^~/, () => env.HOME ?? homedir()),
    ),
  );
}

function projectBackend(projectFolder: string): string {
  const project = parse(readFileSync(resolve(projectFolder, "Pulumi.yaml"), "utf8")) as { backend?: { url?: string } };
  if (project.backend?.url === undefined) throw new Error("Pulumi.yaml names no backend");
  return project.backend.url;
}
