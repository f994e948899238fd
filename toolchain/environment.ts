import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { contextVariable, daemonVariables, type Endpoint } from "../docker/endpoint.ts";
import { fileAddress } from "./backend-address.ts";
import type { Pulumi } from "./pulumi/distribution.ts";

/** Root of this checkout. */
export const projectRoot = path.resolve(import.meta.dirname, "..");

/** Name of the Pulumi project, in Pulumi.yaml; also the prefix of configuration keys and a folder in the backend. */
export const projectName = "container-approaches";

/** Variables that this project sets, unless the user has set them. */
export const userVariables = [
  "PULUMI_HOME",
  "PULUMI_BACKEND_URL",
  "PULUMI_CONFIG_PASSPHRASE",
  "PULUMI_CONFIG_PASSPHRASE_FILE",
  "DOCKER_HOST",
  "DOCKER_CONTEXT",
  "DOCKER_CERT_PATH",
  "DOCKER_TLS",
  "DOCKER_TLS_VERIFY",
  contextVariable,
] as const;

/** Holds what an earlier `eval "$(./pulumiw env)"` has set, as JSON: those values are not the user's own. */
export const markerVariable = "CONTAINER_APPROACHES_ENV";

/** The variables as the user has set them, without those of this project. */
export function userEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours = parseMarker(env[markerVariable]);
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => {
      if (name === markerVariable) return [];
      const change = ours[name];
      if (change === undefined || change.set !== value) return [[name, value]];
      return change.was === undefined ? [] : [[name, change.was]];
    }),
  );
}

/** What an earlier command has set, and what the user had set before. */
interface Change {
  readonly set: string;
  readonly was?: string;
}

/**
 * What must be set for `pulumi` and `docker` to work in this project.
 * @param user the user's own variables, from userEnvironment
 * @param state folder of this checkout's state
 */
export async function toolEnvironment(
  pulumi: Pulumi | undefined,
  endpoint: Endpoint | undefined,
  user: NodeJS.ProcessEnv,
  state: string = path.join(projectRoot, ".state"),
): Promise<Record<string, string>> {
  const set: Record<string, string> = {
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // The salt of each stack's encryption is in the state; without this, a stack whose file has none would get another one.
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
  };
  if (user.PULUMI_CONFIG_PASSPHRASE === undefined && user.PULUMI_CONFIG_PASSPHRASE_FILE === undefined) {
    set.PULUMI_CONFIG_PASSPHRASE_FILE = await passphraseFile(state);
  }
  if (pulumi?.home !== undefined) {
    // All plugins are installed. A missing one would be a bug, and a search for it costs seconds.
    set.PULUMI_IGNORE_AMBIENT_PLUGINS = "true";
    set.PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION = "true";
    if (user.PULUMI_HOME === undefined) set.PULUMI_HOME = pulumi.home;
  }
  if ((user.PULUMI_BACKEND_URL ?? "") === "") Object.assign(set, embeddedBackend(state));
  if (endpoint !== undefined) Object.assign(set, daemonVariables(endpoint, user));
  set[markerVariable] = formatMarker(set, user);
  if (pulumi !== undefined && pulumi.origin !== "user") set.PATH = pathWith(path.dirname(pulumi.command), user.PATH);
  return set;
}

/** In the embedded backend states are plain, whatever a shell sets for others: ./pulumiw looks for them by name. Pulumi still reads compressed ones. */
function embeddedBackend(state: string): Record<string, string> {
  const plain = { PULUMI_DIY_BACKEND_GZIP: "false" };
  // Pulumi takes the folder that Pulumi.yaml names for a part of a URL.
  const address = fileAddress(state);
  return address === `file://${state}` ? plain : { ...plain, PULUMI_BACKEND_URL: address };
}

/** PATH with a folder in front, once. */
export function pathWith(folder: string, current = ""): string {
  const rest = current.split(path.delimiter).filter((entry) => entry !== folder && entry !== "");
  return [folder, ...rest].join(path.delimiter);
}

function formatMarker(set: Readonly<Record<string, string>>, user: NodeJS.ProcessEnv): string {
  const changes = userVariables.flatMap((name): [string, Change][] => {
    const value = set[name];
    const was = user[name];
    return value === undefined ? [] : [[name, was === undefined ? { set: value } : { set: value, was }]];
  });
  return JSON.stringify(Object.fromEntries(changes));
}

function parseMarker(text: string | undefined): Readonly<Record<string, Change | undefined>> {
  if (text === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, Change>) : {};
  } catch {
    // Not written by this project.
    return {};
  }
}

async function passphraseFile(state: string): Promise<string> {
  const file = path.join(state, "passphrase");
  if (existsSync(file)) return file;
  await mkdir(state, { recursive: true });
  try {
    // Exclusive: of two runs at once, the passphrase of the first is kept.
    await writeFile(file, `${randomBytes(24).toString("base64url")}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return file;
}
