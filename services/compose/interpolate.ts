import { ComposeFault } from "./fault.ts";
import { ByPath, item, shown, type Path } from "./paths.ts";
import { substitute, TemplateProblem, type Lookup } from "./template.ts";
import { list, mapValues, scalar, type Place, type Scalar, type ScalarTree, type Tree } from "./tree.ts";

/** A variable that came to nothing, since it has no value and no default. */
export interface Unset {
  readonly name: string;
  readonly at: Place;
}

/** A text that a value is made of. @returns undefined if it cannot be */
type Cast = (text: string) => Scalar | undefined;

const toBoolean: Cast = (text) => {
  const lower = text.toLowerCase();
  if (["true", "y", "yes", "on"].includes(lower)) return true;
  return ["false", "n", "no", "off"].includes(lower) ? false : undefined;
};
const toWhole: Cast = (text) => (/^[-+]?\d+$/.test(text) ? Number(text) : undefined);
const toFloat: Cast = (text) => (text.trim() !== "" && Number.isFinite(Number(text)) ? Number(text) : undefined);

const kinds = new Map<Cast, string>([
  [toBoolean, "true or false"],
  [toWhole, "a whole number"],
  [toFloat, "a number"],
]);

/** Values of another type than text, which may be written as text, since variables are. */
const casts = new ByPath<Cast>({
  ...services(toWhole, "cpu_count", "cpu_period", "cpu_quota", "cpu_rt_period", "cpu_rt_runtime", "cpu_shares"),
  ...services(toWhole, "oom_score_adj", "pids_limit", "scale", "deploy.replicas", "healthcheck.retries"),
  ...services(toWhole, "deploy.update_config.parallelism", "deploy.rollback_config.parallelism"),
  ...services(toWhole, "deploy.restart_policy.max_attempts", "deploy.placement.max_replicas_per_node"),
  ...services(toWhole, "ports.[].target", "ulimits.*", "ulimits.*.hard", "ulimits.*.soft"),
  ...services(toFloat, "cpu_percent", "cpus"),
  ...services(toFloat, "deploy.update_config.max_failure_ratio", "deploy.rollback_config.max_failure_ratio"),
  ...services(toBoolean, "init", "oom_kill_disable", "privileged", "read_only", "stdin_open", "tty"),
  ...services(toBoolean, "healthcheck.disable", "volumes.[].read_only", "volumes.[].volume.nocopy"),
  ...each(toBoolean, "networks.*", "external", "internal", "attachable", "enable_ipv4", "enable_ipv6"),
  ...each(toBoolean, "volumes.*", "external"),
  ...each(toBoolean, "secrets.*", "external"),
  ...each(toBoolean, "configs.*", "external"),
});

function services(cast: Cast, ...keys: readonly string[]): Readonly<Record<string, Cast>> {
  return each(cast, "services.*", ...keys);
}

function each(cast: Cast, prefix: string, ...keys: readonly string[]): Readonly<Record<string, Cast>> {
  return Object.fromEntries(keys.map((key) => [`${prefix}.${key}`, cast]));
}

/**
 * Replaces variables in every value (keys stay), and makes numbers and booleans of texts where one of those is wanted.
 * @param noted is told of variables without a value
 * @throws ComposeFault
 */
export function interpolated(tree: Tree, lookup: Lookup, noted: (unset: Unset) => void, path: Path = []): Tree {
  if (tree.kind === "map") return mapValues(tree, (value, key) => interpolated(value, lookup, noted, [...path, key]));
  if (tree.kind === "list") {
    return {
      ...list(
        tree.items.map((one) => interpolated(one, lookup, noted, [...path, item])),
        tree.at,
      ),
      ...tagOf(tree),
    };
  }
  if (typeof tree.value !== "string") return tree;
  const text = textIn(tree, tree.value, lookup, noted, path);
  return { ...scalar(castAt(path, text, tree.at), tree.at), ...tagOf(tree) };
}

function tagOf({ tag }: Tree): Pick<Tree, "tag"> {
  return tag === undefined ? {} : { tag };
}

function textIn({ at }: ScalarTree, value: string, lookup: Lookup, noted: (unset: Unset) => void, path: Path): string {
  try {
    const { text, unset } = substitute(value, lookup);
    for (const name of unset) noted({ name, at });
    return text;
  } catch (error) {
    if (!(error instanceof TemplateProblem)) throw error;
    throw new ComposeFault(at, `${shown(path)}: ${error.found}`, error.allowed);
  }
}

function castAt(path: Path, text: string, at: Place): Scalar {
  const cast = casts.at(path);
  if (cast === undefined) return text;
  const value = cast(text);
  if (value !== undefined) return value;
  throw new ComposeFault(at, `${shown(path)} is ${JSON.stringify(text)}`, kinds.get(cast) ?? "another value");
}
