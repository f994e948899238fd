import { ComposeFault } from "./fault.ts";
import { from, readable } from "./files.ts";
import { merged, withoutTags } from "./merge.ts";
import {
  get,
  kindOf,
  map,
  mapValues,
  textOf,
  withKey,
  withoutKeys,
  type MapTree,
  type Place,
  type Tree,
} from "./tree.ts";

/** Reads a file that a service extends one of, in the long form, with what its own services extend still to be applied. */
export type ReadServices = (path: string, at: Place) => Promise<MapTree>;

/** A service that is being extended. */
interface Link {
  readonly file: string;
  readonly service: string;
}

/** A file whose services extend others. */
export interface Extending {
  readonly tree: MapTree;
  /** Its path. */
  readonly file: string;
  /** The folder that paths in it count from. */
  readonly folder: string;
}

/**
 * A file with every service that extends another merged over it.
 * @throws ComposeFault for one that is not there, or a circle
 */
export async function extended({ tree, file, folder }: Extending, read: ReadServices): Promise<MapTree> {
  const services = get(tree, "services");
  if (services?.kind !== "map") return tree;
  const found = new Map<string, MapTree>();
  for (const [name, { value }] of services.entries) {
    if (value.kind === "map")
      found.set(name, await whole({ file, service: name }, value, { tree, file, folder }, read, []));
  }
  return withKey(
    tree,
    "services",
    mapValues(services, (value, name) => found.get(name) ?? value),
  );
}

async function whole(
  link: Link,
  service: MapTree,
  context: Extending,
  read: ReadServices,
  before: readonly Link[],
): Promise<MapTree> {
  const extending = get(service, "extends");
  if (extending === undefined) return service;
  refuseCircle(link, before, extending.at);
  const { name, base, within } = await baseOf(extending, context, read);
  const complete =
    base.kind === "map"
      ? await whole({ file: within.file, service: name }, base, within, read, [...before, link])
      : map([], extending.at);
  const result = merged(complete, withoutKeys(service, "extends"), ["services", "*"]);
  const clean = withoutTags(result);
  return clean?.kind === "map" ? clean : result;
}

function refuseCircle(link: Link, before: readonly Link[], at: Place): void {
  if (!before.some((one) => one.file === link.file && one.service === link.service)) return;
  const circle = [...before, link].map(({ file, service: name }) => `${name} in ${readable(file)}`).join(", ");
  throw new ComposeFault(
    at,
    `services extend each other in a circle: ${circle}`,
    "a service that extends none at the end",
  );
}

/** A service that another extends, and the file that it is in. */
interface Base {
  readonly name: string;
  readonly base: Tree;
  readonly within: Extending;
}

async function baseOf(extending: Tree, context: Extending, read: ReadServices): Promise<Base> {
  const name = textOf(get(extending, "service"));
  if (name === undefined)
    throw new ComposeFault(
      extending.at,
      `extends has ${kindOf(extending)}`,
      "the name of a service, with a file if it is in another",
    );
  const other = textOf(get(extending, "file"));
  const within = other === undefined ? context : await otherFile(from(context.folder, other), extending.at, read);
  const services = get(within.tree, "services");
  const base = get(services, name);
  if (base !== undefined) return { name, base, within };
  const names = services?.kind === "map" ? [...services.entries.keys()].join(", ") : "";
  throw new ComposeFault(
    extending.at,
    `there is no service ${name} in ${readable(within.file)}`,
    names === "" ? "a file with services" : names,
  );
}

async function otherFile(file: string, at: Place, read: ReadServices): Promise<Extending> {
  return { tree: await read(file, at), file, folder: from(file, "..") };
}
