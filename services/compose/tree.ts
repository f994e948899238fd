/** Where something stands in a file. Lines and columns count from 1. */
export interface Place {
  /** As the user named it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type Scalar = string | number | bigint | boolean | null;

/** A value of a Compose file, and where it stands, so that every message can say so. */
export type Tree = ScalarTree | ListTree | MapTree;

export interface ScalarTree {
  readonly kind: "scalar";
  readonly at: Place;
  readonly value: Scalar;
  /** Whether a number was written as one with a fraction or an exponent, such as `1.0`. @default false */
  readonly float?: boolean;
  /** What the value does to one of an earlier file. @default it is merged */
  readonly tag?: MergeTag;
}

export interface ListTree {
  readonly kind: "list";
  readonly at: Place;
  readonly items: readonly Tree[];
  readonly tag?: MergeTag;
}

export interface MapTree {
  readonly kind: "map";
  readonly at: Place;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly tag?: MergeTag;
}

/** A value of a map, and where its key stands. */
export interface Entry {
  readonly key: Place;
  readonly value: Tree;
}

/** `!reset` removes the value, `!override` replaces all of it. */
export type MergeTag = "reset" | "override";

export function scalar(value: Scalar, at: Place): ScalarTree {
  return { kind: "scalar", value, at };
}

export function list(items: readonly Tree[], at: Place): ListTree {
  return { kind: "list", items, at };
}

/** @param entries in their order; of two with one key the later counts */
export function map(entries: Iterable<readonly [string, Entry]>, at: Place): MapTree {
  return { kind: "map", entries: new Map(entries), at };
}

/** A map of values that stand where the map stands. */
export function record(values: Readonly<Record<string, Scalar | Tree | undefined>>, at: Place): MapTree {
  const present = Object.entries(values).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const tree = typeof value === "object" && value !== null ? value : scalar(value, at);
    return [[key, { key: at, value: tree }] as const];
  });
  return map(present, at);
}

/** The value of a key; undefined if there is none, or `tree` is no map. */
export function get(tree: Tree | undefined, key: string): Tree | undefined {
  return tree?.kind === "map" ? tree.entries.get(key)?.value : undefined;
}

/** The map with a key set, which goes to the end if it is new. */
export function withKey(tree: MapTree, key: string, value: Tree): MapTree {
  const entries = new Map(tree.entries);
  entries.set(key, { key: entries.get(key)?.key ?? value.at, value });
  return { ...tree, entries };
}

export function withoutKeys(tree: MapTree, ...keys: readonly string[]): MapTree {
  return { ...tree, entries: new Map([...tree.entries].filter(([key]) => !keys.includes(key))) };
}

/** The tree without keys that have no value. */
export function withoutNulls(tree: Tree): Tree {
  if (tree.kind === "list") return { ...tree, items: tree.items.map(withoutNulls) };
  if (tree.kind !== "map") return tree;
  return mapValues(tree, (value) => (isNull(value) ? undefined : withoutNulls(value)));
}

/** The map with each value changed. @param change @returns undefined to leave the key out */
export function mapValues(tree: MapTree, change: (value: Tree, key: string, at: Place) => Tree | undefined): MapTree {
  const entries = [...tree.entries].flatMap(([key, entry]) => {
    const value = change(entry.value, key, entry.key);
    return value === undefined ? [] : [[key, { key: entry.key, value }] as const];
  });
  return { ...tree, entries: new Map(entries) };
}

export function isNull(tree: Tree | undefined): boolean {
  return tree?.kind === "scalar" && tree.value === null;
}

/** The items of a list; none of what is no list. */
export function itemsOf(tree: Tree | undefined): readonly Tree[] {
  return tree?.kind === "list" ? tree.items : [];
}

/** The text of a scalar that is one. */
export function textOf(tree: Tree | undefined): string | undefined {
  return tree?.kind === "scalar" && typeof tree.value === "string" ? tree.value : undefined;
}

/** Any value as one text. What is no scalar gets the text that JavaScript has for it. */
export function stringOf(tree: Tree): string {
  if (tree.kind === "scalar") return String(tree.value);
  if (tree.kind === "list") return tree.items.map((one) => (isNull(one) ? "" : stringOf(one))).join(",");
  return "[object Object]";
}

/** A tree without its places. */
export type Plain = Scalar | Plain[] | { [key: string]: Plain };

export function plain(tree: Tree): Plain {
  if (tree.kind === "scalar") return tree.value;
  if (tree.kind === "list") return tree.items.map(plain);
  // Unlike an assignment, this also makes a key `__proto__`.
  return Object.fromEntries([...tree.entries].map(([key, { value }]) => [key, plain(value)] as const));
}

/** What a value is, for messages. */
export function kindOf(tree: Tree): string {
  if (tree.kind === "list") return "a list";
  if (tree.kind === "map") return "a mapping";
  return tree.value === null ? "empty" : JSON.stringify(String(tree.value));
}
