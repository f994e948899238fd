import { posix } from "node:path";
import { from } from "./files.ts";
import { ByPath, item, type Path } from "./paths.ts";
import { get, list, mapValues, scalar, textOf, withKey, type Tree } from "./tree.ts";

type Resolve = (tree: Tree, folder: string) => Tree;

const path: Resolve = (tree, folder) => {
  const text = textOf(tree);
  return text === undefined || text === "" ? tree : { ...tree, ...scalar(from(folder, text), tree.at) };
};

/** A build's context may also be an address, or the image of another service. */
const context: Resolve = (tree, folder) => (isRemote(textOf(tree) ?? "") ? tree : path(tree, folder));

const mount: Resolve = (tree, folder) => {
  const source = get(tree, "source");
  return tree.kind === "map" && textOf(get(tree, "type")) === "bind" && source !== undefined
    ? withKey(tree, "source", path(source, folder))
    : tree;
};

/** A volume of the driver local that is a folder of the host. */
const folderVolume: Resolve = (tree, folder) => {
  const options = get(tree, "driver_opts");
  const device = get(options, "device");
  const isFolder = textOf(get(tree, "driver")) === "local" && textOf(get(options, "o")) === "bind";
  if (!isFolder || tree.kind !== "map" || options?.kind !== "map" || device === undefined) return tree;
  return withKey(tree, "driver_opts", withKey(options, "device", path(device, folder)));
};

const paths = new ByPath<Resolve>({
  "services.*.build.additional_contexts.*": context,
  "services.*.build.context": context,
  "services.*.env_file.[].path": path,
  "services.*.label_file.[]": path,
  "services.*.develop.watch.[].path": path,
  "services.*.volumes.[]": mount,
  "configs.*.file": path,
  "secrets.*.file": path,
  "volumes.*": folderVolume,
});

/** A file in the long form, with paths from the root instead of from a folder. */
export function absolute(tree: Tree, folder: string, at: Path = []): Tree {
  const resolve = paths.at(at);
  if (resolve !== undefined) return resolve(tree, folder);
  if (tree.kind === "map") return mapValues(tree, (value, key) => absolute(value, folder, [...at, key]));
  if (tree.kind === "list") {
    return {
      ...tree,
      ...list(
        tree.items.map((one) => absolute(one, folder, [...at, item])),
        tree.at,
      ),
    };
  }
  return tree;
}

/** As docker build knows it: an address of an archive or a repository, an image, or what another service builds. */
export function isRemote(context: string): boolean {
  return (
    /^(?:https?|git|ssh|docker-image|oci-layout|target|service):|^git@|^github\.com\//.test(context) ||
    posix.isAbsolute(context)
  );
}
