import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  Scalar,
  type Document,
  type Node,
} from "yaml";
import { ComposeFault } from "./fault.ts";
import { resolved } from "./scalars.ts";
import { list, scalar, type Entry, type MapTree, type MergeTag, type Place, type Tree } from "./tree.ts";

/** Aliases may multiply: a file of a few hundred bytes can stand for more values than fit into any memory. */
const mostValues = 100_000;
const deepest = 100;

/**
 * The documents of a YAML file.
 * @param file as the user named it
 * @throws ComposeFault
 */
export function parsed(text: string, file: string): readonly MapTree[] {
  const lines = new LineCounter();
  // Scalars stay texts: which words and numbers mean something is Compose's business.
  const options = { version: "1.2", schema: "failsafe", merge: false, uniqueKeys: true, lineCounter: lines } as const;
  const documents = notTooDeep(file, () => parseAllDocuments(text, options));
  const found = Array.isArray(documents) ? (documents as Document.Parsed[]) : [];
  const reader = new Reader(file, lines);
  return found.flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) {
      const [said = "it is no YAML"] = error.message.split(/ at line \d+|\n/);
      throw new ComposeFault(reader.place(error.pos[0]), said, "YAML", "correct it there");
    }
    if (document.contents === null) return [];
    const tree = reader.read(document.contents, document, 0);
    if (tree.kind === "map") return [tree];
    if (tree.kind === "scalar" && tree.value === null) return [];
    throw new ComposeFault(tree.at, "the file is no mapping", "keys such as services:", "begin with services:");
  });
}

function notTooDeep<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ComposeFault({ file, line: 1, column: 1 }, "it is nested too deeply", `at most ${deepest} levels`);
  }
}

class Reader {
  readonly #file: string;
  readonly #lines: LineCounter;
  #count = 0;

  constructor(file: string, lines: LineCounter) {
    this.#file = file;
    this.#lines = lines;
  }

  place(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.#file, line: Math.max(1, line), column: Math.max(1, col) };
  }

  read(node: Node | null, document: Document.Parsed, depth: number, after?: Place): Tree {
    const at = node?.range ? this.place(node.range[0]) : (after ?? this.place(0));
    this.#count += 1;
    if (this.#count > mostValues)
      throw new ComposeFault(at, "the file stands for too many values", `at most ${mostValues}`);
    if (depth > deepest) throw new ComposeFault(at, "it is nested too deeply", `at most ${deepest} levels`);
    if (node === null) return scalar(null, at);
    if (isAlias(node)) {
      const target = node.resolve(document);
      if (target === undefined)
        throw new ComposeFault(at, `there is no anchor &${node.source} before it`, "a name that was defined with &");
      return { ...this.read(target, document, depth + 1), at };
    }
    const tagged = this.#withTag(node, document, depth, at);
    return tagged;
  }

  #withTag(node: Node, document: Document.Parsed, depth: number, at: Place): Tree {
    const tree = this.#untagged(node, document, depth, at);
    const tag = "tag" in node ? mergeTag(node.tag) : undefined;
    return tag === undefined ? tree : { ...tree, tag };
  }

  #untagged(node: Node, document: Document.Parsed, depth: number, at: Place): Tree {
    if (isMap(node)) return this.#map(node.items, document, depth, at);
    if (isSeq(node)) {
      return list(
        node.items.map((item) => this.read(item as Node | null, document, depth + 1, at)),
        at,
      );
    }
    if (!isScalar(node)) throw new ComposeFault(at, "it is no value of YAML", "a text, a number, a list or a mapping");
    return scalarOf(node, at);
  }

  #map(
    items: readonly { key: unknown; value: unknown }[],
    document: Document.Parsed,
    depth: number,
    at: Place,
  ): MapTree {
    const own = new Map<string, Entry>();
    const merged: MapTree[] = [];
    for (const { key, value } of items) {
      const name = this.read(key as Node | null, document, depth + 1, at);
      const read = this.read(value as Node | null, document, depth + 1, name.at);
      if (name.kind !== "scalar") throw new ComposeFault(name.at, "a key is no text", "a text before the colon");
      if (name.value === "<<") {
        merged.push(...mergedMaps(read));
        continue;
      }
      if (typeof name.value !== "string") {
        const found = name.value === null ? "a key is empty" : `the key ${String(name.value)} is no text`;
        throw new ComposeFault(name.at, found, "a text before the colon", "put it in quotes");
      }
      own.set(name.value, { key: name.at, value: read });
    }
    // What stands in the mapping itself counts, then what is merged first.
    for (const { entries } of merged) {
      for (const [key, entry] of entries) if (!own.has(key)) own.set(key, entry);
    }
    return { kind: "map", at, entries: own };
  }
}

const yamlTag = "tag:yaml.org,2002:";
/** With these a scalar means what it says, although it is in quotes. */
const resolvedTags = ["int", "float", "bool", "null"].map((word) => `${yamlTag}${word}`);

function scalarOf({ value, source, type, tag = "" }: Scalar, at: Place): Tree {
  if (tag === `${yamlTag}binary`) throw new ComposeFault(at, "it is tagged as binary", "text");
  // Of tags such as !!timestamp the library makes something else than a text.
  const text = typeof value === "string" ? value : (source ?? String(value));
  const isQuoted = type !== undefined && type !== Scalar.PLAIN;
  const isText = tag === `${yamlTag}str` || (isQuoted && !resolvedTags.includes(tag));
  return isText ? scalar(text, at) : { kind: "scalar", at, ...resolved(text) };
}

function mergedMaps(tree: Tree): readonly MapTree[] {
  if (tree.kind === "map") return [tree];
  if (tree.kind === "list") return tree.items.flatMap(mergedMaps);
  throw new ComposeFault(
    tree.at,
    "what << merges is no mapping",
    "an alias of a mapping, or a list of them",
    "name one: <<: *NAME",
  );
}

function mergeTag(tag: string | undefined): MergeTag | undefined {
  if (tag === "!reset") return "reset";
  return tag === "!override" ? "override" : undefined;
}
