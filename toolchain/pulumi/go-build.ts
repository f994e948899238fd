import { readdir, readFile, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import { UserError } from "../../errors/user-error.ts";
import { cacheRoot, ensureEntry, hashOf, isComplete } from "../cache.ts";
import { requireFreeSpace } from "../host/disk.ts";
import { ProcessFailure, run } from "../host/run.ts";
import { asList, goFolder, groupsOf, type BuildUnit, type GoBinary } from "./build-plan.ts";
import { BuildProgress, listFormat, weighPackages } from "./go-progress.ts";
import { findGo, goCaches, goEnvironment, requireGo, type Go } from "./go.ts";
import { trimmedCopy } from "./trim.ts";
import type { Turn } from "./turns.ts";

// The runtime wrapper needs only the standard library.
const neededBytes = { modules: 5e9, small: 3e8 };

/** Where a unit's binaries are, or will be. */
export interface UnitEntry {
  readonly directory: string;
  readonly binaries: readonly GoBinary[];
}

/**
 * Names a unit's cache entry by everything that goes into it.
 * @param folder of the Go modules. @default toolchain/go
 */
export async function unitEntry(unit: BuildUnit, go: Go | undefined, folder: string = goFolder): Promise<UnitEntry> {
  const platform = go === undefined ? ["no Go"] : [go.version, go.platform];
  const hash = hashOf([JSON.stringify(unit), ...platform, ...(await sourcesOf(path.join(folder, unit.module)))]);
  return { directory: path.join(cacheRoot(), `go-${unit.name}`, hash), binaries: unit.binaries };
}

/** Builds a unit unless the cache has it. @param turn compiling is its heavy part */
export async function buildUnit(
  turn: Turn,
  unit: BuildUnit,
  minimumGo: string,
  folder: string = goFolder,
): Promise<UnitEntry> {
  const go = await findGo();
  const entry = await unitEntry(unit, go, folder);
  if (await isComplete(entry.directory)) return entry;
  const names = namesOf(unit.binaries);
  requireGo(go, minimumGo, names);
  await ensureEntry(turn.work, entry.directory, `building ${names}`, async (temporary, locked) => {
    const needed = unit.name.startsWith("engine-") ? neededBytes.small : neededBytes.modules;
    for (const place of [...(await goCaches()), temporary]) await requireFreeSpace(place, needed, `building ${names}`);
    await buildBinaries({ ...turn, work: locked }, unit, folder, temporary);
  });
  return entry;
}

/** Compiles a unit's binaries into a folder. */
async function buildBinaries(turn: Turn, unit: BuildUnit, folder: string, target: string): Promise<void> {
  const { work } = turn;
  const source = path.join(folder, unit.module);
  // Its name begins with that of the entry's draft, so that the next run removes both after an interruption.
  const copy = `${target}-sources`;
  try {
    const trimmed = unit.binaries.some((binary) => binary.trimmed === true);
    if (trimmed) {
      work.update(`leaves out of ${namesOf(unit.binaries)} what this project never uses`);
      await trimmedCopy(work, source, copy, goEnvironment());
    }
    for (const binaries of groupsOf(unit)) await compile(turn, binaries, trimmed ? copy : source, target);
  } catch (error) {
    throw error instanceof ProcessFailure ? explain(error, namesOf(unit.binaries)) : error;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** @param binaries those that one run of the compiler can build: they have the same flags */
async function compile(turn: Turn, binaries: readonly GoBinary[], cwd: string, target: string): Promise<void> {
  const { work } = turn;
  const [{ name, tags, ldflags } = { name: "" }] = binaries;
  const packages = binaries.map((binary) => binary.package);
  const flags = [
    "-trimpath",
    // Linking with -s drops the debugger's tables anyway; without them, five heavy packages took a quarter less time.
    "-gcflags=all=-dwarf=false",
    ...(asList(tags).length === 0 ? [] : ["-tags", asList(tags).join(",")]),
    ...(asList(ldflags).length === 0 ? [] : ["-ldflags", asList(ldflags).join(" ")]),
  ];
  const env = goEnvironment();
  const title = titleOf(binaries);
  work.update(`downloads Go modules for ${title}`);
  let downloads = 0;
  await run(work, "go", ["list", "-deps", ...flags, ...packages], {
    cwd,
    env,
    onLine: (line) => {
      if (!line.startsWith("go: downloading")) return;
      downloads += 1;
      work.detail(`${downloads} so far`);
    },
  });
  await turn.heavyPart();
  // Only now, since the turn before has compiled some of the same packages.
  const listed = await run(work, "go", ["list", "-deps", ...flags, "-f", listFormat, ...packages], { cwd, env });
  const progress = new BuildProgress(await weighPackages(listed), availableParallelism(), Date.now());
  work.update(`builds ${title}`);
  const output = binaries.length === 1 ? path.join(target, name) : `${target}${path.sep}`;
  await run(work, "go", ["build", "-v", ...flags, "-o", output, ...packages], {
    cwd,
    env,
    onLine: (line) => {
      if (progress.begin(line)) work.detail(progress.describe(Date.now()));
    },
  });
}

// Short enough for one line of a terminal, followed by the progress.
function titleOf([first, ...more]: readonly GoBinary[]): string {
  return `${first?.name ?? ""}${more.length === 0 ? "" : ` and ${more.length} more`}`;
}

function namesOf(binaries: readonly GoBinary[]): string {
  return binaries.map((binary) => binary.name).join(", ");
}

function explain(failure: ProcessFailure, name: string): Error {
  const found = `Building ${name} failed:\n${failure.output}`;
  if (/no space left on device/i.test(failure.output)) {
    return new UserError({
      found,
      remedy: "free some disk space (go clean -cache, docker system prune), then run the command again.",
    });
  }
  if (/dial tcp|no such host|i\/o timeout|proxyconnect|connection refused|TLS handshake/i.test(failure.output)) {
    return new UserError({
      found,
      remedy:
        "make a Go module proxy reachable (go env GOPROXY), then run the command again; what is already built is kept.",
    });
  }
  return new UserError({
    found,
    remedy: "run the command again; if it fails in the same way, report it with these lines.",
  });
}

async function sourcesOf(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith("_test.go"));
  const names = files.map((entry) => path.join(entry.parentPath, entry.name)).sort();
  const contents = await Promise.all(names.map((name) => readFile(name, "base64")));
  return names.flatMap((name, i) => [path.relative(directory, name), contents[i] ?? ""]);
}
