import { ComposeFault } from "../fault.ts";
import { textFrom } from "../scalars.ts";
import { kindOf, map, scalar, type Entry, type Tree } from "../tree.ts";

/** What a name without a value means. */
export type Valueless = "null" | "empty" | "refused";

/**
 * `NAME=VALUE` in a list, or a mapping, as a mapping of texts. Of a name that is given twice the later counts.
 * @param valueless null: the value comes from elsewhere, as in `environment`
 * @throws ComposeFault
 */
export function keyValues(tree: Tree, valueless: Valueless): Tree {
  if (tree.kind === "scalar" && tree.value === null) return tree;
  if (tree.kind === "map") {
    const entries = [...tree.entries].map(
      ([key, entry]) => [key, { key: entry.key, value: asText(entry.value, key, valueless) }] as const,
    );
    for (const [key, { key: at }] of entries) if (key === "") throw nameless(at);
    return tagged(map(entries, tree.at), tree);
  }
  if (tree.kind !== "list")
    throw new ComposeFault(tree.at, `there stands ${kindOf(tree)}`, "a mapping, or a list of NAME=VALUE");
  const entries = tree.items.map((one): readonly [string, Entry] => {
    const text = one.kind === "scalar" ? textFrom(one) : undefined;
    if (text === undefined) throw new ComposeFault(one.at, `there stands ${kindOf(one)}`, "NAME=VALUE");
    const equals = text.indexOf("=");
    const name = equals < 0 ? text : text.slice(0, equals);
    if (name === "") throw nameless(one.at);
    if (equals >= 0) return [name, { key: one.at, value: scalar(text.slice(equals + 1), one.at) }];
    return [name, { key: one.at, value: without(name, one, valueless) }];
  });
  return tagged(map(entries, tree.at), tree);
}

function asText(value: Tree, name: string, valueless: Valueless): Tree {
  if (value.kind !== "scalar")
    throw new ComposeFault(value.at, `the value of ${name} is ${kindOf(value)}`, "a text, a number, true or false");
  const text = textFrom(value);
  return text === undefined
    ? { ...without(name, value, valueless), ...tagOf(value) }
    : { ...scalar(text, value.at), ...tagOf(value) };
}

function without(name: string, { at }: Tree, valueless: Valueless): Tree {
  if (valueless === "null") return scalar(null, at);
  if (valueless === "empty") return scalar("", at);
  throw new ComposeFault(at, `${name} has no value`, "NAME=VALUE");
}

function nameless(at: Tree["at"]): ComposeFault {
  return new ComposeFault(at, "a value has no name", "NAME=VALUE");
}

function tagged(result: Tree, from: Tree): Tree {
  return { ...result, ...tagOf(from) };
}

function tagOf({ tag }: Tree): Pick<Tree, "tag"> {
  return tag === undefined ? {} : { tag };
}
