import { copyFile, link, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { cacheRoot, ensureEntry, hashOf, isComplete } from "../cache.ts";
import { run } from "../host/run.ts";
import { versions } from "../versions.ts";
import type { Work } from "../work.ts";
import { readBuildPlan, unitsFor } from "./build-plan.ts";
import { pulumiIn, type Pulumi } from "./distribution.ts";
import { buildUnit, unitEntry, type UnitEntry } from "./go-build.ts";
import { findGo } from "./go.ts";
import { takeTurns, type Turn } from "./turns.ts";

/** @returns the Pulumi that an earlier run has built from the same sources */
export async function findBuilt(): Promise<Pulumi | undefined> {
  const [plan, go] = await Promise.all([readBuildPlan(), findGo()]);
  const entries = await Promise.all(unitsFor(plan, "pulumi").map((unit) => unitEntry(unit, go)));
  const directory = assembledDirectory(entries);
  return (await isComplete(directory)) ? pulumiIn(directory, "built") : undefined;
}

/** Builds the command line, then the plugins, whose modules are downloaded meanwhile, and assembles them. */
export async function buildPulumi(work: Work): Promise<Pulumi> {
  const plan = await readBuildPlan();
  const builds = unitsFor(plan, "pulumi").map((unit) => (turn: Turn) => buildUnit(turn, unit, plan.goVersion));
  const entries = await takeTurns(work, builds);
  const directory = assembledDirectory(entries);
  await ensureEntry(work, directory, "assembling Pulumi", async (temporary, locked) => {
    await assemble(locked, entries, temporary);
  });
  return pulumiIn(directory, "built");
}

function assembledDirectory(entries: readonly UnitEntry[]): string {
  return path.join(
    cacheRoot(),
    "pulumi-built",
    hashOf([JSON.stringify(versions.pulumi), ...entries.map((e) => path.basename(e.directory))]),
  );
}

async function assemble(work: Work, entries: readonly UnitEntry[], directory: string): Promise<void> {
  const files = new Map(
    entries.flatMap((entry) => entry.binaries.map(({ name }) => [name, path.join(entry.directory, name)] as const)),
  );
  const bin = path.join(directory, "bin");
  await mkdir(bin, { recursive: true });
  // Not symbolic links: the command line looks for language hosts beside its own real path.
  for (const [name, file] of files)
    if (!name.startsWith("pulumi-resource-")) await linkOrCopy(file, path.join(bin, name));
  const home = path.join(directory, "home");
  for (const plugin of versions.pulumi.plugins) {
    const file = files.get(`pulumi-resource-${plugin.name}`);
    if (file === undefined) throw new Error(`go/build.json builds no pulumi-resource-${plugin.name}`);
    work.update(`installs the plugin ${plugin.name} ${plugin.version}`);
    await installPlugin(work, path.join(bin, "pulumi"), home, { ...plugin, file });
  }
  await rm(path.join(home, "logs"), { recursive: true, force: true });
}

/** Installs a plugin's binary into a PULUMI_HOME. */
export async function installPlugin(
  work: Work,
  command: string,
  home: string,
  plugin: { readonly name: string; readonly version: string; readonly file: string },
): Promise<void> {
  await run(work, command, ["plugin", "install", "resource", plugin.name, plugin.version, "--file", plugin.file], {
    env: { PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch {
    await copyFile(from, to);
  }
}
