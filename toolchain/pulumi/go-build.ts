import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../../errors/user-error.ts";
import { cacheRoot, ensureEntry, hashOf, isComplete } from "../cache.ts";
import { requireFreeSpace } from "../host/disk.ts";
import { ProcessFailure, run } from "../host/run.ts";
import type { Work } from "../work.ts";
import { asList, goFolder, type BuildUnit, type GoBinary } from "./build-plan.ts";
import { findGo, goCaches, requireGo, type Go } from "./go.ts";

// The runtime wrapper needs nothing but the standard library.
const neededBytes = { modules: 6e9, small: 3e8 };

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

/** Builds a unit unless the cache holds it. */
export async function buildUnit(
  work: Work,
  unit: BuildUnit,
  minimumGo: string,
  folder: string = goFolder,
): Promise<UnitEntry> {
  const go = await findGo();
  const entry = await unitEntry(unit, go, folder);
  if (await isComplete(entry.directory)) return entry;
  const names = unit.binaries.map((binary) => binary.name).join(", ");
  requireGo(go, minimumGo, names);
  await ensureEntry(work, entry.directory, `building ${names}`, async (temporary, locked) => {
    const needed = unit.name.startsWith("engine-") ? neededBytes.small : neededBytes.modules;
    for (const place of [...(await goCaches()), temporary]) await requireFreeSpace(place, needed, `building ${names}`);
    for (const binary of unit.binaries) await buildBinary(locked, binary, folder, temporary);
  });
  return entry;
}

async function buildBinary(work: Work, binary: GoBinary, folder: string, target: string): Promise<void> {
  work.update(`builds ${binary.name} from Go modules`);
  const tags = asList(binary.tags);
  const ldflags = asList(binary.ldflags);
  let packages = 0;
  const args = [
    "build",
    "-v",
    "-trimpath",
    ...(tags.length === 0 ? [] : ["-tags", tags.join(",")]),
    ...(ldflags.length === 0 ? [] : ["-ldflags", ldflags.join(" ")]),
    "-o",
    path.join(target, binary.name),
    binary.package,
  ];
  try {
    await run(work, "go", args, {
      cwd: path.join(folder, binary.module),
      env: { CGO_ENABLED: "0", GOTOOLCHAIN: "local", GOWORK: "off" },
      onLine: () => {
        packages += 1;
        work.detail(`${packages} packages`);
      },
    });
  } catch (error) {
    throw error instanceof ProcessFailure ? explain(error, binary.name) : error;
  }
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
