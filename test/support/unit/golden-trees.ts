import type { Tree } from "./goldens.ts";

/**
 * Several trees as one, each file with the same content once: what two or more have at a path, and no other has differently, goes to the
 * folder `common`, everything else to a folder of the tree's own.
 * @param trees name to tree
 */
export function sharing(trees: Readonly<Record<string, Tree>>): Readonly<Record<string, Tree>> {
  const isCommon = (path: string) => {
    const texts = Object.values(trees).flatMap((tree) => tree[path] ?? []);
    return texts.length > 1 && new Set(texts).size === 1;
  };
  const own = Object.entries(trees).map(([name, tree]) => [name, filtered(tree, (path) => !isCommon(path))] as const);
  const common = Object.assign({}, ...Object.values(trees).map((tree) => filtered(tree, isCommon))) as Tree;
  return { common, ...Object.fromEntries(own) };
}

/**
 * The trees of one approach on several kinds of host as one: what they agree on stands once, and the rest in a folder for each kind.
 * @param trees name of the kind to tree
 */
export function byKind(trees: Readonly<Record<string, Tree>>): Tree {
  const all = Object.values(trees);
  const isSame = (path: string) => new Set(all.map((tree) => tree[path])).size === 1;
  const different = Object.entries(trees).flatMap(([kind, tree]) =>
    Object.entries(filtered(tree, (path) => !isSame(path))).map(([path, text]) => [`${kind}/${path}`, text] as const),
  );
  return { ...filtered(all[0] ?? {}, isSame), ...Object.fromEntries(different) };
}

function filtered(tree: Tree, keep: (path: string) => boolean): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([path]) => keep(path)));
}
