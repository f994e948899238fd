import { ComposeFault } from "../fault.ts";
import { ByPath, item, shown, type Path } from "../paths.ts";
import { textFrom } from "../scalars.ts";
import {
  get,
  isNull,
  kindOf,
  list,
  map,
  mapValues,
  record,
  scalar,
  textOf,
  withKey,
  type Entry,
  type Tree,
} from "../tree.ts";
import { device, gpus, requested } from "./devices.ts";
import { hosts } from "./hosts.ts";
import { keyValues } from "./key-values.ts";
import { ports } from "./ports.ts";
import { volume } from "./volumes.ts";

/** Brings a value, whose parts are still as they were written, into the long form. */
type Form = (tree: Tree, path: Path) => Tree;

const toNull: Form = (tree) => keyValues(tree, "null");
const toEmpty: Form = (tree) => keyValues(tree, "empty");
const named: Form = (tree) => keyValues(tree, "refused");

const forms = new ByPath<Form>({
  "services.*.annotations": toEmpty,
  "services.*.build": build,
  "services.*.build.additional_contexts": named,
  "services.*.build.args": toNull,
  "services.*.build.extra_hosts": hosts,
  "services.*.build.labels": toEmpty,
  "services.*.build.secrets.[]": file,
  "services.*.build.ulimits.*": asItIs,
  "services.*.configs.[]": file,
  "services.*.depends_on": dependencies,
  "services.*.deploy.labels": toEmpty,
  "services.*.devices.[]": device,
  "services.*.deploy.resources.reservations.devices.[]": requested,
  "services.*.develop.watch.[].ignore": listed,
  "services.*.develop.watch.[].include": listed,
  "services.*.dns": servers,
  "services.*.dns_search": listed,
  "services.*.env_file": envFiles,
  "services.*.environment": toNull,
  "services.*.extends": extended,
  "services.*.extra_hosts": hosts,
  "services.*.gpus": gpus,
  "services.*.gpus.[]": requested,
  "services.*.label_file": listed,
  "services.*.labels": toEmpty,
  "services.*.networks": keys,
  "services.*.ports": ports,
  "services.*.secrets.[]": file,
  "services.*.sysctls": toEmpty,
  "services.*.tmpfs": listed,
  "services.*.volumes.[]": volume,
  "services.*.volumes.[].volume.labels": toEmpty,
  "networks.*": external,
  "networks.*.labels": toEmpty,
  "volumes.*": external,
  "volumes.*.labels": toEmpty,
  "secrets.*": external,
  "secrets.*.labels": toEmpty,
  "configs.*": external,
  "configs.*.labels": toEmpty,
  "include.[]": included,
});

/**
 * A Compose file with every value in its long form.
 * @throws ComposeFault for a short form that means nothing
 */
export function canonical(tree: Tree, path: Path = []): Tree {
  const form = isNull(tree) ? undefined : forms.at(path);
  const formed = form === undefined || tree.tag === "reset" ? tree : keepTag(form(tree, path), tree);
  if (formed.kind === "map") return mapValues(formed, (value, key) => canonical(value, [...path, key]));
  if (formed.kind === "list") {
    return keepTag(
      list(
        formed.items.map((one) => canonical(one, [...path, item])),
        formed.at,
      ),
      formed,
    );
  }
  return formed;
}

function keepTag(tree: Tree, from: Tree): Tree {
  return from.tag === undefined || tree.tag !== undefined ? tree : { ...tree, tag: from.tag };
}

function asItIs(tree: Tree): Tree {
  return tree;
}

function listed(tree: Tree): Tree {
  return tree.kind === "scalar" ? list([tree], tree.at) : tree;
}

/** An empty one, as a variable without a value gives it, is none. */
function servers(tree: Tree): Tree {
  const all = listed(tree);
  return all.kind === "list"
    ? list(
        all.items.filter((one) => textOf(one) !== "" && !isNull(one)),
        all.at,
      )
    : all;
}

/** A list of names as a mapping without values. */
function keys(tree: Tree, path: Path): Tree {
  if (tree.kind !== "list") return tree;
  const entries = tree.items.map((one): readonly [string, Entry] => [
    nameIn(one, path),
    { key: one.at, value: scalar(null, one.at) },
  ]);
  return map(entries, tree.at);
}

function nameIn(tree: Tree, path: Path): string {
  const text = tree.kind === "scalar" ? textFrom(tree) : undefined;
  if (text === undefined) throw new ComposeFault(tree.at, `${shown(path)} has ${kindOf(tree)} in it`, "names");
  return text;
}

function build(tree: Tree): Tree {
  return tree.kind === "scalar" ? record({ context: tree }, tree.at) : tree;
}

function extended(tree: Tree): Tree {
  return tree.kind === "scalar" ? record({ service: tree }, tree.at) : tree;
}

function included(tree: Tree): Tree {
  return tree.kind === "scalar" ? record({ path: tree }, tree.at) : tree;
}

function file(tree: Tree): Tree {
  return tree.kind === "scalar" ? record({ source: tree }, tree.at) : tree;
}

function dependencies(tree: Tree, path: Path): Tree {
  const all = keys(tree, path);
  if (all.kind !== "map") return tree;
  return mapValues(all, (value, _, at) => {
    const given = value.kind === "map" ? value : map([], at);
    const condition = get(given, "condition") ?? scalar("service_started", at);
    const required = get(given, "required") ?? scalar(true, at);
    return keepTag(withKey(withKey(given, "condition", condition), "required", required), value);
  });
}

function envFiles(tree: Tree): Tree {
  const given = tree.kind === "list" ? tree.items : [tree];
  const items = given.map((one) => {
    const long = one.kind === "map" ? one : record({ path: one }, one.at);
    return get(long, "required") === undefined ? withKey(long, "required", scalar(true, one.at)) : long;
  });
  return list(items, tree.at);
}

/** `external: {name: X}` is what `external: true` with a name was before. */
function external(tree: Tree): Tree {
  const value = get(tree, "external");
  if (tree.kind !== "map" || value?.kind !== "map") return tree;
  const name = get(value, "name") ?? get(tree, "name");
  const marked = withKey(tree, "external", scalar(true, value.at));
  return name === undefined ? marked : withKey(marked, "name", name);
}
