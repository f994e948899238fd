import { basename, join, resolve } from "node:path";
import { UserError } from "../../errors/user-error.ts";
import { checkProject } from "./check.ts";
import { variablesIn, withEnvFiles, withLabelFiles } from "./environment.ts";
import { placed } from "./fault.ts";
import { folderOf, isFile, readable } from "./files.ts";
import { model } from "./model.ts";
import { withLeaves } from "./normal/leaves.ts";
import { normal } from "./normal/normal.ts";
import { profiled } from "./profiles.ts";
import type { Lookup } from "./template.ts";
import { get, mapValues, plain, textOf, withKey, withoutKeys, type MapTree, type Place, type Tree } from "./tree.ts";
import { withoutUnused } from "./unused.ts";

/** What is to be read. */
export interface ComposeRequest {
  /** The later say something over the earlier. At least one. */
  readonly files: readonly string[];
  /** Folder that paths count from. @default that of the first file */
  readonly folder?: string;
  /** Profiles that are on. @default those of COMPOSE_PROFILES */
  readonly profiles?: readonly string[];
  /** @default that of the files, else the folder's */
  readonly name?: string;
  /** Variables of the shell: they win over those of the file .env. */
  readonly env: NodeJS.ProcessEnv;
}

/** A project, with every value in its one form: what `docker compose config` prints. */
export interface ComposeProject {
  readonly name: string;
  readonly folder: string;
  readonly tree: MapTree;
  /** What may be otherwise than its author thinks, a line each, with file, line and column. */
  readonly notes: readonly string[];
  /** Services that no profile has switched on. */
  readonly off: readonly string[];
  /** Variables of the shell and of .env: secrets and configs may come from there. */
  readonly lookup: Lookup;
}

/** @throws UserError for files that are no project, most often a ComposeFault with the place */
export async function readCompose(request: ComposeRequest): Promise<ComposeProject> {
  const [first] = request.files;
  if (first === undefined)
    throw new UserError({ found: "No Compose file is named.", allowed: "at least one", remedy: "name one" });
  const folder = resolve(request.folder ?? folderOf(first));
  const notes = new Set<string>();
  const lookup = await shellAndDotEnv(folder, request.env);
  const note = (at: Place, text: string) => notes.add(`${placed(at)}: ${text}`);
  const start = { file: readable(first), line: 1, column: 1 };
  const files = request.files.map((file) => resolve(file));
  const raw = await model(files, folder, start, { note, lookup });
  const name = projectName(
    request.name ?? lookup("COMPOSE_PROJECT_NAME") ?? textOf(get(raw, "name")) ?? basename(folder),
  );
  const profiles = request.profiles ?? (lookup("COMPOSE_PROFILES") ?? "").split(",").filter(Boolean);
  const whole = withLeaves(normal(withoutKeys(raw, "version"), name), note);
  if (whole.kind !== "map") throw new Error("a project is a mapping");
  const { tree, off } = profiled(whole, profiles);
  checkProject(tree, off);
  return {
    name,
    folder,
    tree: await withVariables(withoutUnused(tree), lookup),
    notes: [...notes],
    off: [...off],
    lookup,
  };
}

async function shellAndDotEnv(folder: string, env: NodeJS.ProcessEnv): Promise<Lookup> {
  const file = join(folder, ".env");
  const shell: Lookup = (name) => env[name];
  const at = { file: readable(file), line: 1, column: 1 };
  const variables = (await isFile(file)) ? await variablesIn(file, at, shell) : new Map<string, string>();
  return (name) => shell(name) ?? variables.get(name);
}

async function withVariables(tree: MapTree, lookup: Lookup): Promise<MapTree> {
  const services = get(tree, "services");
  if (services?.kind !== "map") return tree;
  const found = new Map<string, Tree>();
  for (const [name, { value }] of services.entries) {
    if (value.kind === "map") found.set(name, await withLabelFiles(await withEnvFiles(value, lookup), lookup));
  }
  return withKey(
    tree,
    "services",
    mapValues(services, (value, name) => found.get(name) ?? value),
  );
}

/** @throws UserError if nothing of it is left */
function projectName(given: string): string {
  const name = given
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, "")
    .replace(/^[_-]+/, "");
  if (name !== "") return name;
  throw new UserError({
    found: `The project's name is ${JSON.stringify(given)}.`,
    allowed: "letters, digits, - and _, with a letter or a digit at the begin",
    remedy: "begin the file with name: NAME",
  });
}

/** The project as plain values, without what its author wrote for others (`x-...`). */
export function plainProject({ tree }: ComposeProject) {
  return plain(withoutExtensions(tree, []));
}

/** Keys of these mappings are names that people choose. */
const named = ["services", "networks", "volumes", "secrets", "configs"];

function withoutExtensions(tree: Tree, path: readonly string[]): Tree {
  if (tree.kind === "list") return { ...tree, items: tree.items.map((one) => withoutExtensions(one, [...path, ""])) };
  if (tree.kind !== "map") return tree;
  const isNamed = path.length === 1 && named.includes(path[0] ?? "");
  const hasNames = isNamed || ["environment", "labels", "args", "depends_on"].includes(path.at(-1) ?? "");
  return mapValues(tree, (value, key) =>
    !hasNames && key.startsWith("x-") ? undefined : withoutExtensions(value, [...path, key]),
  );
}
