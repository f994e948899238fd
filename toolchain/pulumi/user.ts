import { execa } from "execa";
import { existsSync, statSync } from "node:fs";
import { mkdir, readFile, realpath, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { cacheRoot } from "../cache.ts";
import { onPath } from "../host/programs.ts";
import { run } from "../host/run.ts";
import { isWithin } from "../host/version-order.ts";
import { versions } from "../versions.ts";
import type { Work } from "../work.ts";
import { pluginFile, type Pulumi } from "./distribution.ts";

const installTimeoutMs = 20_000;
// A host that could not get the plugins does not try again with every command.
const retryAfterMs = 24 * 3600 * 1000;

/** The user's own Pulumi. */
export interface UserPulumi {
  readonly command: string;
  readonly version: string;
  /** Whether its version is in the accepted range, and it has the Node language host. */
  readonly serves: boolean;
  readonly missingPlugins: readonly { readonly name: string; readonly version: string }[];
}

/** Searches PATH, except for the Pulumi that this project has put there. */
export async function findUserPulumi(env: NodeJS.ProcessEnv = process.env): Promise<UserPulumi | undefined> {
  const command = await onPath("pulumi", env, cacheRoot(env));
  if (command === undefined) return undefined;
  const version = await versionOf(command);
  const home = userHome(env);
  const hasLanguageHost =
    existsSync(path.join(path.dirname(await realpath(command)), "pulumi-language-nodejs")) ||
    (await onPath("pulumi-language-nodejs", env, cacheRoot(env))) !== undefined;
  return {
    command,
    version,
    serves: hasLanguageHost && isWithin(version, versions.pulumi.accepted),
    missingPlugins: versions.pulumi.plugins.filter((p) => !existsSync(pluginFile(home, p.name, p.version))),
  };
}

/** @returns the user's Pulumi if it can be used and lacks no plugin */
export function asReady(user: UserPulumi | undefined): Pulumi | undefined {
  if (user?.serves !== true || user.missingPlugins.length > 0) return undefined;
  return { command: user.command, version: user.version, origin: "user" };
}

/** Whether trying to install the missing plugins is worth the time. */
export async function mayInstallPlugins(user: UserPulumi | undefined): Promise<boolean> {
  if (user?.serves !== true || user.missingPlugins.length === 0) return false;
  const failedAt = (await readMarker()).pluginsFailedAt ?? 0;
  return Date.now() - failedAt > retryAfterMs;
}

/** Lets the user's Pulumi get the plugins that it lacks. @returns undefined if it cannot */
export async function installUserPlugins(work: Work, user: UserPulumi): Promise<Pulumi | undefined> {
  try {
    for (const { name, version } of user.missingPlugins) {
      work.update(`lets the installed Pulumi ${user.version} get its plugin ${name} ${version}`);
      await run(work, user.command, ["plugin", "install", "resource", name, version], {
        timeoutMs: installTimeoutMs,
        env: { PULUMI_SKIP_UPDATE_CHECK: "true" },
      });
    }
    return { command: user.command, version: user.version, origin: "user" };
  } catch {
    work.signal.throwIfAborted();
    await writeMarker({ ...(await readMarker()), pluginsFailedAt: Date.now() });
    work.note(
      `the installed Pulumi ${user.version} cannot get its plugins; going on without it (tried again tomorrow)`,
    );
    return undefined;
  }
}

/** Where the user's own Pulumi keeps its plugins. */
export function userHome(env: NodeJS.ProcessEnv): string {
  return env.PULUMI_HOME ?? path.join(homedir(), ".pulumi");
}

interface Marker {
  readonly identity?: string;
  readonly version?: string;
  readonly pluginsFailedAt?: number;
}

// `pulumi version` takes half a second; size and date of the file tell whether the last answer still holds.
async function versionOf(command: string): Promise<string> {
  const facts = statSync(command);
  const identity = `${command} ${facts.size} ${facts.mtimeMs}`;
  const marker = await readMarker();
  if (marker.identity === identity && marker.version !== undefined) return marker.version;
  const result = await execa(command, ["version"], {
    env: { PULUMI_SKIP_UPDATE_CHECK: "true" },
    reject: false,
    timeout: installTimeoutMs,
  });
  const version = result.stdout.trim().replace(/^v/, "");
  await writeMarker({ identity, version });
  return version;
}

function markerFile(): string {
  return path.join(cacheRoot(), "user-pulumi.json");
}

async function readMarker(): Promise<Marker> {
  try {
    return JSON.parse(await readFile(markerFile(), "utf8")) as Marker;
  } catch {
    // No file yet, or a damaged one: ask again.
    return {};
  }
}

async function writeMarker(marker: Marker): Promise<void> {
  await mkdir(path.dirname(markerFile()), { recursive: true });
  await writeFile(markerFile(), JSON.stringify(marker));
}
