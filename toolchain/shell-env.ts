import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { userVariables } from "./environment.ts";
import { directLoopbackLines } from "./host/loopback.cjs";

/** A word that a POSIX shell reads back as exactly this text. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Lines for `eval`: they put a folder in front of the shell's PATH, and exempt loopback from its proxies. */
export function exportLines(env: Readonly<Record<string, string>>, binFolder: string | undefined): string {
  const plain = Object.entries(env)
    .filter(([name]) => name !== "PATH")
    .map(([name, value]) => `export ${name}=${shellQuote(value)}`);
  const front = binFolder === undefined ? [] : [`export PATH=${shellQuote(binFolder)}:"$PATH"`];
  return [...plain, ...directLoopbackLines, ...front, ""].join("\n");
}

/** What the written environment was made from. It is reused only while all of this holds. */
export interface EnvironmentFacts {
  readonly env: Readonly<Record<string, string>>;
  /** The user's own variables at that time. */
  readonly user: NodeJS.ProcessEnv;
  readonly command: string;
  /** The user's own Pulumi on PATH, usable or not; undefined if there is none. */
  readonly userCommand: string | undefined;
  /** Folder to put on PATH; undefined if the user's own Pulumi is used. */
  readonly binFolder: string | undefined;
  /** Socket of the Docker daemon; undefined for a remote one. */
  readonly socket: string | undefined;
  /** Files that must exist, relative to the checkout. */
  readonly files: readonly string[];
}

/** Shell code that succeeds while the facts hold. A variable may have the user's value, or what this project made of it. */
export function checkLines({ env, user, command, userCommand, socket, files }: EnvironmentFacts): string {
  const variables = [...userVariables, "XDG_CACHE_HOME", "HOME"].map((name) => {
    const accepted = [...new Set([user[name] ?? "", env[name] ?? user[name] ?? ""])].map(shellQuote).join("|");
    return `case "\${${name}-}" in ${accepted}) ;; *) return 1 ;; esac`;
  });
  const found = [...new Set([userCommand ?? "", command])];
  return [
    "environment_is_current() {",
    ...variables,
    `case "$(command -v pulumi)" in ${found.map(shellQuote).join("|")}) ;; *) return 1 ;; esac`,
    `[ -x ${shellQuote(command)} ] || return 1`,
    ...(socket === undefined ? [] : [`[ -S ${shellQuote(socket)} ] || return 1`]),
    ...files.map((file) => `[ -f ${shellQuote(file)} ] || return 1`),
    `pinned_pulumi=${shellQuote(command)}`,
    "}",
    "",
  ].join("\n");
}

/** Writes what ./pulumiw reads, so that it needs no Node while nothing has changed. */
export async function writeShellEnvironment(state: string, facts: EnvironmentFacts): Promise<void> {
  await mkdir(state, { recursive: true });
  await replaceFile(path.join(state, "env-check.sh"), checkLines(facts));
  // Last: ./pulumiw compares its modification time.
  await replaceFile(path.join(state, "env.sh"), exportLines(facts.env, facts.binFolder));
}

async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, file);
}
