import { ComposeFault } from "../fault.ts";
import { ByPath, item, shown, type Path } from "../paths.ts";
import { textFrom } from "../scalars.ts";
import { isNull, kindOf, list, mapValues, scalar, type Place, type Tree } from "../tree.ts";
import { duration, durationText } from "./duration.ts";
import { bytes } from "./size.ts";
import { wordsOf } from "./words.ts";

/** Told of what Compose takes otherwise than a reader may think. */
export type Note = (at: Place, text: string) => void;

type Leaf = (tree: Tree, path: Path, note: Note) => Tree;

const time: Leaf = (tree, path) => {
  const text = textOfLeaf(tree, path, durations);
  const found = duration(text);
  if (found === undefined) throw new ComposeFault(tree.at, `${shown(path)} is ${JSON.stringify(text)}`, durations);
  return scalar(durationText(found), tree.at);
};
const durations = "a duration such as 1m30s, 1.5s or 500ms";

const size: Leaf = (tree, path) => {
  const text = textOfLeaf(tree, path, sizes);
  const found = bytes(text);
  if (found === undefined) throw new ComposeFault(tree.at, `${shown(path)} is ${JSON.stringify(text)}`, sizes);
  return scalar(String(found), tree.at);
};
const sizes = "bytes, or a size such as 64m, 1.5g or 512KiB";

const text: Leaf = (tree, path) => scalar(textOfLeaf(tree, path, "a text"), tree.at);

/** File modes: as text they are octal, whatever they begin with. */
const mode: Leaf = (tree, path) => {
  if (tree.kind === "scalar" && typeof tree.value === "number") return tree;
  const octal = /^(?:0o?)?([0-7]+)$/i.exec(textOfLeaf(tree, path, modes))?.[1];
  if (octal === undefined) throw new ComposeFault(tree.at, `${shown(path)} is ${kindOf(tree)}`, modes);
  return scalar(Number.parseInt(octal, 8), tree.at);
};
const modes = 'a file mode in octal digits, such as 0440 or "0440"';

const number: Leaf = (tree, path) => {
  const found = Number(textOfLeaf(tree, path, "a number"));
  if (!Number.isFinite(found)) throw new ComposeFault(tree.at, `${shown(path)} is ${kindOf(tree)}`, "a number");
  return scalar(found, tree.at);
};

const command: Leaf = (tree, path, note) => {
  if (tree.kind !== "scalar") return tree;
  const written = textOfLeaf(tree, path, "a command");
  const found = wordsOf(written);
  if (found === undefined)
    throw new ComposeFault(
      tree.at,
      `${shown(path)} is ${JSON.stringify(written)}: a quote does not end`,
      "quotes in pairs",
    );
  const { words, dropped } = found;
  if (dropped !== "") {
    note(
      tree.at,
      `${shown(path)}: Compose drops ${JSON.stringify(dropped)}, since no shell runs the command; write ["sh", "-c", "..."] for one`,
    );
  }
  return list(
    words.map((word) => scalar(word, tree.at)),
    tree.at,
  );
};

const test: Leaf = (tree) => (tree.kind === "scalar" ? list([scalar("CMD-SHELL", tree.at), tree], tree.at) : tree);

const listed: Leaf = (tree) => (tree.kind === "scalar" ? list([tree], tree.at) : tree);

const leaves = new ByPath<Leaf>({
  ...each(command, "services.*", "command", "entrypoint", "post_start.[].command", "pre_stop.[].command"),
  ...each(test, "services.*", "healthcheck.test"),
  ...each(time, "services.*", "stop_grace_period"),
  ...each(time, "services.*.healthcheck", "interval", "timeout", "start_period", "start_interval"),
  ...each(time, "services.*.deploy", "update_config.delay", "update_config.monitor", "rollback_config.delay"),
  ...each(time, "services.*.deploy", "rollback_config.monitor", "restart_policy.delay", "restart_policy.window"),
  ...each(
    size,
    "services.*",
    "mem_limit",
    "mem_reservation",
    "memswap_limit",
    "mem_swappiness",
    "shm_size",
    "build.shm_size",
  ),
  ...each(
    size,
    "services.*",
    "deploy.resources.limits.memory",
    "deploy.resources.reservations.memory",
    "volumes.[].tmpfs.size",
  ),
  ...each(size, "services.*.blkio_config", "device_read_bps.[].rate", "device_write_bps.[].rate"),
  ...each(size, "services.*.blkio_config", "device_read_iops.[].rate", "device_write_iops.[].rate"),
  ...each(mode, "services.*", "secrets.[].mode", "configs.[].mode", "build.secrets.[].mode", "volumes.[].tmpfs.mode"),
  ...each(number, "services.*", "deploy.resources.limits.cpus", "deploy.resources.reservations.cpus"),
  ...each(text, "services.*", "expose.[]", "group_add.[]", "ports.[].published", "logging.options.*", "storage_opt.*"),
  ...each(text, "services.*.networks.*", "driver_opts.*"),
  ...each(text, "networks.*", "driver_opts.*", "ipam.options.*"),
  ...each(text, "volumes.*", "driver_opts.*"),
  ...each(listed, "services.*.build", "cache_from", "cache_to", "tags", "platforms"),
});

function each(leaf: Leaf, prefix: string, ...keys: readonly string[]): Readonly<Record<string, Leaf>> {
  return Object.fromEntries(keys.map((key) => [`${prefix}.${key}`, leaf]));
}

/** Brings every value that has a unit, or may be written in several ways, into one. @throws ComposeFault */
export function withLeaves(tree: Tree, note: Note, path: Path = []): Tree {
  const leaf = isNull(tree) ? undefined : leaves.at(path);
  if (leaf !== undefined) return leaf(tree, path, note);
  if (tree.kind === "map") return mapValues(tree, (value, key) => withLeaves(value, note, [...path, key]));
  if (tree.kind === "list")
    return list(
      tree.items.map((one) => withLeaves(one, note, [...path, item])),
      tree.at,
    );
  return tree;
}

function textOfLeaf(tree: Tree, path: Path, allowed: string): string {
  const found = tree.kind === "scalar" ? textFrom(tree) : undefined;
  if (found === undefined) throw new ComposeFault(tree.at, `${shown(path)} is ${kindOf(tree)}`, allowed);
  return found;
}
