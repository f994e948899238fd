import { canonical } from "./canonical/canonical.ts";
import { withValues } from "./environment.ts";
import { extended } from "./extends.ts";
import { ComposeFault } from "./fault.ts";
import { documentsOf, folderOf, readable } from "./files.ts";
import { withIncluded, type Included } from "./include.ts";
import { interpolated } from "./interpolate.ts";
import { merged, withoutTags } from "./merge.ts";
import { absolute } from "./relative.ts";
import { checkSchema } from "./schema.ts";
import type { Lookup } from "./template.ts";
import { get, map, mapValues, scalar, withKey, withoutNulls, type MapTree, type Place } from "./tree.ts";
import { allUnique } from "./unique.ts";

/** What reading a file needs besides the file. */
export interface Reading {
  /** Told of what may be otherwise than the author thinks. */
  readonly note: (at: Place, text: string) => void;
  readonly lookup: Lookup;
}

/**
 * The files over each other, each in the long form, with what they extend and include.
 * @param folder that paths in them count from
 * @param at where they are named
 * @param above files that include these
 * @throws ComposeFault
 */
export async function model(
  files: readonly string[],
  folder: string,
  at: Place,
  reading: Reading,
  above: readonly string[] = [],
): Promise<MapTree> {
  let result = map([], at);
  for (const file of files) {
    if (above.includes(file)) {
      const circle = [...above.slice(above.indexOf(file)), file].map(readable).join(" -> ");
      throw new ComposeFault(
        at,
        `files include each other in a circle: ${circle}`,
        "a file that includes none at the end",
      );
    }
    for (const document of await documentsOf(file, at)) {
      const isOver = result.entries.size > 0;
      const own = await ownModel(document, { file, folder, at, isOver }, reading, [...above, file]);
      const over = merged(result, own);
      const clean = withoutTags(over);
      result = clean?.kind === "map" ? clean : over;
    }
  }
  return withValues(withContexts(result, folder), reading.lookup);
}

/** A build that names no folder is of the one that paths count from. */
function withContexts(tree: MapTree, folder: string): MapTree {
  const services = get(tree, "services");
  if (services?.kind !== "map") return tree;
  const complete = mapValues(services, (service) => {
    const build = get(service, "build");
    if (service.kind !== "map" || build?.kind !== "map" || get(build, "context") !== undefined) return service;
    return withKey(service, "build", withKey(build, "context", scalar(folder, build.at)));
  });
  return withKey(tree, "services", complete);
}

interface Source {
  readonly file: string;
  readonly folder: string;
  readonly at: Place;
  /** Whether it says something over an earlier one. */
  readonly isOver: boolean;
}

async function ownModel(
  document: MapTree,
  source: Source,
  reading: Reading,
  above: readonly string[],
): Promise<MapTree> {
  const long = longForm(document, source.folder, reading, source.isOver);
  const read = async (path: string, at: Place) => longFile(path, at, reading);
  const extending = await extended({ tree: long, file: source.file, folder: source.folder }, read);
  const readIncluded = async ({ files, folder, lookup, at }: Included) =>
    model(files, folder, at, { ...reading, lookup }, above);
  return withIncluded(extending, source.folder, reading.lookup, readIncluded);
}

/** A file of which only services are extended: all of its documents, in the long form. */
async function longFile(path: string, at: Place, reading: Reading): Promise<MapTree> {
  const documents = await documentsOf(path, at);
  return documents.reduce(
    (result, document) => merged(result, longForm(document, folderOf(path), reading)),
    map([], at),
  );
}

function longForm(document: MapTree, folder: string, { lookup, note }: Reading, isOver = false): MapTree {
  const filled = interpolated(document, lookup, ({ name, at }) => {
    note(at, `the variable ${name} is not set, and comes to nothing`);
  });
  const bare = withoutTags(filled);
  // A key without a value says nothing over an earlier file.
  const said = isOver && bare !== undefined ? withoutNulls(bare) : bare;
  if (said?.kind === "map") checkSchema(said);
  const version = get(filled, "version");
  if (version !== undefined) note(version.at, "version means nothing any more");
  const long = absolute(allUnique(canonical(filled)), folder);
  if (long.kind !== "map") throw new Error("a file is a mapping");
  return long;
}
