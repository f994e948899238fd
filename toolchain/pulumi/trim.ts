import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { run } from "../host/run.ts";
import type { Work } from "../work.ts";

/** Takes lines out of a file. */
export interface Cut {
  /** Part of the first line that goes; only one line of the file has it. */
  readonly line: string;
  /** Part of the first line after it that stays. @default the next line */
  readonly until?: string;
  /** What replaces the lines. @default nothing */
  readonly with?: string;
}

/** What to leave out of a module: this project never uses it, and it takes long to compile. */
export interface Trim {
  readonly module: string;
  readonly why: string;
  /** Folder, below the Go module that is built, with files that replace or complete those of the trimmed module. */
  readonly standIns?: string;
  /** Per folder of the module: the only files that are kept. */
  readonly only?: Readonly<Record<string, readonly string[]>>;
  /** Per file of the module. */
  readonly cuts?: Readonly<Record<string, readonly Cut[]>>;
}

/** Name of the file, in a Go module's folder, that lists its trims. */
export const trimFile = "trim.json";

/** Folder, in the copy of the Go module, of the trimmed modules. */
const trimmedFolder = "_trimmed";

/**
 * Copies a Go module and the modules that its trim.json names, without what that leaves out. A copy is needed since Go refuses
 * to replace single files of downloaded modules. The modules come from Go's own cache, so go.sum has verified them.
 * @param source the Go module's folder
 * @param target folder of the copy; go build in there builds the trimmed programs
 * @param env for the go command
 */
export async function trimmedCopy(
  work: Work,
  source: string,
  target: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  await copyTree(source, target, () => true);
  const trims = JSON.parse(await readFile(path.join(source, trimFile), "utf8")) as readonly Trim[];
  for (const trim of trims) {
    await run(work, "go", ["mod", "download", trim.module], { cwd: source, env });
    const downloaded = await run(work, "go", ["list", "-m", "-f", "{{.Dir}}", trim.module], { cwd: source, env });
    // A path relative to the copy: it ends up in the program, which must be the same wherever it is built.
    const folder = `./${trimmedFolder}/${path.basename(path.dirname(trim.module))}-${path.basename(trim.module)}`;
    await copyTrimmed(trim, downloaded, path.join(target, folder), source);
    await run(work, "go", ["mod", "edit", `-replace=${trim.module}=${folder}`], { cwd: target, env });
  }
}

async function copyTrimmed(trim: Trim, downloaded: string, target: string, source: string): Promise<void> {
  await copyTree(downloaded, target, (file) => {
    const kept = trim.only?.[path.dirname(file)];
    return isBuilt(file) && (kept === undefined || kept.includes(path.basename(file)));
  });
  if (trim.standIns !== undefined) await copyTree(path.join(source, trim.standIns), target, () => true);
  for (const [file, cuts] of Object.entries(trim.cuts ?? {})) {
    const full = path.join(target, file);
    await writeFile(full, cutLines(await readFile(full, "utf8"), cuts, `${trim.module}/${file}`));
  }
}

// Tests and their data are nine tenths of some modules.
function isBuilt(file: string): boolean {
  return !file.endsWith("_test.go") && !file.split(path.sep).includes("testdata");
}

/**
 * Takes the cuts out of a text.
 * @param name of the file, for the error
 * @throws Error if the line of a cut is missing or not unique: another release of the module needs other cuts
 */
export function cutLines(text: string, cuts: readonly Cut[], name: string): string {
  let lines = text.split("\n");
  for (const cut of cuts) {
    const start = lines.findIndex((line) => line.includes(cut.line));
    if (start < 0 || lines.some((line, i) => i > start && line.includes(cut.line))) {
      throw new Error(`${trimFile}: ${name} should have one line with ${cut.line}`);
    }
    const end = endOf(lines, start, cut.until);
    if (end < 0) throw new Error(`${trimFile}: ${name} has no ${cut.until ?? ""} after ${cut.line}`);
    lines = [...lines.slice(0, start), ...(cut.with === undefined ? [] : [cut.with]), ...lines.slice(end)];
  }
  return lines.join("\n");
}

function endOf(lines: readonly string[], start: number, until: string | undefined): number {
  if (until === undefined) return start + 1;
  return lines.findIndex((line, i) => i > start && line.includes(until));
}

/** Copies files, not modes: Go's cache is read-only. */
async function copyTree(source: string, target: string, keeps: (file: string) => boolean): Promise<void> {
  const entries = await readdir(source, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(source, path.join(entry.parentPath, entry.name)))
    .filter(keeps);
  await Promise.all(
    [...new Set(files.map((file) => path.dirname(file)))].map((folder) =>
      mkdir(path.join(target, folder), { recursive: true }),
    ),
  );
  for (const file of files) await writeFile(path.join(target, file), await readFile(path.join(source, file)));
}
