import { duration } from "../compose/normal/duration.ts";
import { get, stringOf, textOf, type Tree } from "../compose/tree.ts";

/** Readers of a project that is in its normal form already: what is not there, or of another kind, is undefined. */

export function text(tree: Tree | undefined, key: string): string | undefined {
  return textOf(get(tree, key));
}

export function number(tree: Tree | undefined, key: string): number | undefined {
  const value = get(tree, key);
  if (value?.kind !== "scalar" || value.value === null || value.value === "") return undefined;
  const found = Number(value.value);
  return Number.isFinite(found) ? found : undefined;
}

export function flag(tree: Tree | undefined, key: string): boolean | undefined {
  const value = get(tree, key);
  return value?.kind === "scalar" && typeof value.value === "boolean" ? value.value : undefined;
}

/** Seconds of a duration. */
export function seconds(tree: Tree | undefined, key: string): number | undefined {
  const found = text(tree, key);
  const nanoseconds = found === undefined ? undefined : duration(found);
  return nanoseconds === undefined ? undefined : nanoseconds / 1e9;
}

export function items(tree: Tree | undefined, key: string): readonly Tree[] {
  const value = get(tree, key);
  return value?.kind === "list" ? value.items : [];
}

/** A list of texts; undefined if it is not there. */
export function texts(tree: Tree | undefined, key: string): readonly string[] | undefined {
  const value = get(tree, key);
  return value?.kind === "list" ? value.items.map(stringOf) : undefined;
}

/** A mapping's values, each with its key. */
export function entries(tree: Tree | undefined, key: string): readonly (readonly [name: string, value: Tree])[] {
  const value = get(tree, key);
  return value?.kind === "map" ? [...value.entries].map(([name, entry]) => [name, entry.value] as const) : [];
}

/** A mapping of texts, without the names that have no value. */
export function mapping(tree: Tree | undefined, key: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    entries(tree, key).flatMap(([name, value]) =>
      value.kind === "scalar" && value.value !== null ? [[name, String(value.value)] as const] : [],
    ),
  );
}

/** An object of what is defined. */
export function defined<T extends object>(values: { readonly [K in keyof T]: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
