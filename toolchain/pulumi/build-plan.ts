import { readFile } from "node:fs/promises";
import path from "node:path";

/** What a binary is for: Pulumi, Docker, the lab, or tests that give files to the programs that read them. */
export type Purpose = "pulumi" | "engine" | "lab" | "tests";

/** One program that is built from Go modules. */
export interface GoBinary {
  readonly name: string;
  /** Folder of its module, relative to toolchain/go. */
  readonly module: string;
  readonly package: string;
  readonly tags?: readonly string[] | string;
  readonly ldflags?: readonly string[] | string;
  readonly version?: string;
  /** Whether its modules are trimmed, as trim.json of its module says. @default false */
  readonly trimmed?: boolean;
  readonly group: Purpose;
}

/** What go/build.json says. */
export interface BuildPlan {
  /** The oldest Go that compiles the modules. */
  readonly goVersion: string;
  readonly binaries: readonly GoBinary[];
}

/** Folder of the Go modules. */
export const goFolder = path.resolve(import.meta.dirname, "..", "go");

/** @param folder where build.json lies. @default toolchain/go */
export async function readBuildPlan(folder: string = goFolder): Promise<BuildPlan> {
  return JSON.parse(await readFile(path.join(folder, "build.json"), "utf8")) as BuildPlan;
}

/** Binaries that are built and cached together: those of one module and one purpose. */
export interface BuildUnit {
  readonly name: string;
  readonly module: string;
  readonly binaries: readonly GoBinary[];
}

/** The units of a purpose, in the order in which they are built. */
export function unitsFor(plan: BuildPlan, purpose: Purpose): BuildUnit[] {
  const binaries = plan.binaries.filter((binary) => binary.group === purpose);
  const modules = [...new Set(binaries.map((binary) => binary.module))];
  return modules.map((module) => ({
    name: `${purpose}-${module}`,
    module,
    binaries: binaries.filter((binary) => binary.module === module),
  }));
}

/** A unit's binaries, grouped by what one run of go build can build, so that it links one while it compiles another. */
export function groupsOf({ binaries }: BuildUnit): GoBinary[][] {
  const groups = new Map<string, GoBinary[]>();
  for (const binary of binaries) {
    // A run that writes several programs names them after their packages' folders.
    const alone = path.posix.basename(binary.package) === binary.name ? "" : binary.name;
    const key = JSON.stringify([asList(binary.tags), asList(binary.ldflags), alone]);
    groups.set(key, [...(groups.get(key) ?? []), binary]);
  }
  return [...groups.values()];
}

/** Words of a command line, in either form of build.json. */
export function asList(value: readonly string[] | string | undefined): readonly string[] {
  if (value === undefined || value === "") return [];
  return typeof value === "string" ? [value] : value;
}
