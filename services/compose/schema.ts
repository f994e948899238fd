import { Ajv, type ErrorObject } from "ajv";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ComposeFault } from "./fault.ts";
import { nearest, shortened } from "./nearest.ts";
import { plain, type MapTree, type Place, type Tree } from "./tree.ts";

/** The Compose specification's own JSON Schema, from a package that has a recent one. */
function specification(): object {
  const packageFile = createRequire(import.meta.url).resolve("dclint/package.json");
  const text = readFileSync(join(dirname(packageFile), "schemas/compose.schema.json"), "utf8");
  // The address of the dialect is written in a way that ajv does not know. It is draft 7, which ajv takes by default.
  return { ...(JSON.parse(text) as object), $schema: undefined };
}

let validate: ReturnType<Ajv["compile"]> | undefined;

/**
 * Checks a file, as it was written, against the specification.
 * @throws ComposeFault for the first value that it does not allow
 */
export function checkSchema(tree: MapTree): void {
  validate ??= new Ajv({
    strict: false,
    allErrors: true,
    verbose: true,
    formats: { duration: true, ports: true, expose: true, subnet_ip_address: true },
  }).compile(specification());
  if (validate(plain(tree))) return;
  // Compose takes the later of two items that say the same.
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== "uniqueItems");
  const [worst] = errors.toSorted((a, b) => depthOf(b) - depthOf(a));
  if (worst !== undefined) throw faultOf(worst, errors, tree);
}

/** The deepest error says most: those above it only say that no alternative fits. */
function depthOf({ instancePath, keyword }: ErrorObject): number {
  return instancePath.split("/").length + (keyword === "additionalProperties" ? 1 : 0);
}

function faultOf(error: ErrorObject, all: readonly ErrorObject[], tree: MapTree): ComposeFault {
  const path = error.instancePath
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  const name = path.join(".");
  if (error.keyword === "additionalProperties") {
    const key = String(error.params.additionalProperty);
    const keys = keysAt(error);
    if (key === "")
      throw new ComposeFault(
        keyPlace(tree, [...path, key]),
        `${shortened(name)} has a value without a name`,
        "a name for each value",
      );
    const near = nearest(key, keys);
    const at = keyPlace(tree, [...path, key]);
    return new ComposeFault(
      at,
      `${shortened([...path, key].join("."))} is no key of the Compose specification`,
      keys.join(", "),
      near === undefined ? "remove it, or begin it with x-" : `write ${near}?`,
    );
  }
  const same = all.filter(({ instancePath }) => instancePath === error.instancePath);
  const allowed = [...new Set(same.map(allowedBy))].join(", or ");
  return new ComposeFault(keyPlace(tree, path), `${shortened(name)} is not allowed`, allowed);
}

function allowedBy({ keyword, params, message }: ErrorObject): string {
  if (keyword === "type") return `a value of the type ${String(params.type)}`;
  if (keyword === "enum") return (params.allowedValues as readonly unknown[]).map(String).join(", ");
  if (keyword === "pattern") return `a text like ${String(params.pattern)}`;
  if (keyword === "required") return `a mapping with the key ${String(params.missingProperty)}`;
  return message ?? keyword;
}

function keysAt({ parentSchema }: ErrorObject): readonly string[] {
  const properties: unknown = parentSchema?.properties;
  return typeof properties === "object" && properties !== null ? Object.keys(properties).sort() : [];
}

function keyPlace(tree: Tree, path: readonly string[]): Place {
  const [key = "", ...rest] = path;
  if (tree.kind === "list") {
    const item = tree.items[Number(key)];
    return item === undefined ? tree.at : rest.length === 0 ? item.at : keyPlace(item, rest);
  }
  const entry = tree.kind === "map" ? tree.entries.get(key) : undefined;
  if (entry === undefined) return tree.at;
  return rest.length === 0 ? entry.key : keyPlace(entry.value, rest);
}
