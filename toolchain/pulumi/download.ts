import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { cacheRoot, ensureEntry, isComplete } from "../cache.ts";
import { formatBytes } from "../host/disk.ts";
import { run } from "../host/run.ts";
import { isOffline } from "../offline.ts";
import { versions } from "../versions.ts";
import type { Work } from "../work.ts";
import { pulumiIn, type Pulumi } from "./distribution.ts";

const connectTimeoutMs = 3_000;
const pluginTimeoutMs = 120_000;

/** Address of a mirror to download Pulumi from. */
export const downloadsVariable = "CONTAINER_APPROACHES_PULUMI_DOWNLOADS";

const defaultBase = "https://get.pulumi.com/releases/sdk";

/** @returns the Pulumi that an earlier run has downloaded */
export async function findDownloaded(): Promise<Pulumi | undefined> {
  const directory = entryDirectory();
  return (await isComplete(directory)) ? pulumiIn(directory, "download") : undefined;
}

/** Downloads the vendor's Pulumi and plugins. @returns undefined if the download fails */
export async function downloadPulumi(work: Work, env: NodeJS.ProcessEnv = process.env): Promise<Pulumi | undefined> {
  if (isOffline(env)) return undefined;
  const base = env[downloadsVariable] ?? defaultBase;
  work.update(`looks for Pulumi ${versions.pulumi.pinned} at ${base}`);
  try {
    await ensureEntry(work, entryDirectory(), "downloading Pulumi", async (temporary, locked) => {
      await fetchCommandLine(locked, base, temporary);
      await fetchPlugins(locked, temporary);
    });
    return pulumiIn(entryDirectory(), "download");
  } catch (error) {
    work.signal.throwIfAborted();
    work.note(`Pulumi cannot be downloaded (${reasonOf(error)})`);
    return undefined;
  }
}

function entryDirectory(): string {
  return path.join(cacheRoot(), "pulumi-download", `${versions.pulumi.pinned}-${process.platform}-${process.arch}`);
}

async function fetchCommandLine(work: Work, base: string, directory: string): Promise<void> {
  const name = `pulumi-v${versions.pulumi.pinned}-${process.platform}-${process.arch}.tar.gz`;
  const archive = path.join(directory, name);
  const response = await request(`${base}/${name}`, work.signal);
  work.update(`downloads ${name}`);
  await save(work, response, archive);
  await verify(work, base, name, archive);
  await run(work, "tar", ["-xzf", archive, "-C", directory]);
  await rm(archive);
  // The archive holds one folder, `pulumi`.
  const [folder] = (await readdir(directory, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  if (folder === undefined) throw new Error(`${name} holds no folder`);
  await rename(path.join(directory, folder.name), path.join(directory, "bin"));
}

async function fetchPlugins(work: Work, directory: string): Promise<void> {
  const home = path.join(directory, "home");
  await mkdir(home);
  for (const { name, version } of versions.pulumi.plugins) {
    work.update(`downloads the plugin ${name} ${version}`);
    await run(work, path.join(directory, "bin", "pulumi"), ["plugin", "install", "resource", name, version], {
      env: { PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
      timeoutMs: pluginTimeoutMs,
    });
  }
  await rm(path.join(home, "logs"), { recursive: true, force: true });
}

async function verify(work: Work, base: string, name: string, archive: string): Promise<void> {
  let list: string;
  try {
    list = await (await request(`${base}/pulumi-${versions.pulumi.pinned}-checksums.txt`, work.signal)).text();
  } catch (error) {
    work.signal.throwIfAborted();
    work.note(`no checksum for ${name} (${reasonOf(error)})`);
    return;
  }
  const expected = list
    .split("\n")
    .find((line) => line.endsWith(name))
    ?.split(/\s+/)[0];
  const hash = createHash("sha256");
  await pipeline(createReadStream(archive), hash);
  const found = hash.digest("hex");
  if (expected !== found)
    throw new Error(`${name} has checksum ${found}, the vendor's list says ${expected ?? "nothing"}`);
}

// The timeout covers only connecting and the first answer, not the download itself.
async function request(url: string, signal: AbortSignal): Promise<Response> {
  const impatience = new AbortController();
  const timer = setTimeout(() => {
    impatience.abort(new Error(`no answer within ${connectTimeoutMs / 1000} s`));
  }, connectTimeoutMs);
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, impatience.signal]) });
    if (!response.ok) throw new Error(`${url} answers ${response.status}`);
    return response;
  } finally {
    clearTimeout(timer);
  }
}

async function save(work: Work, response: Response, file: string): Promise<void> {
  if (response.body === null) throw new Error("empty answer");
  let received = 0;
  const body = Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
  body.on("data", (chunk: Uint8Array) => {
    received += chunk.byteLength;
    work.detail(formatBytes(received));
  });
  await pipeline(body, createWriteStream(file), { signal: work.signal });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? cause.message : (error.message.split("\n")[0] ?? error.message);
}
