import { duration } from "../compose/normal/duration.ts";
import { plainWords } from "../compose/normal/words.ts";
import type { Evidence, ImageFiles, Program, Todo } from "./contract.ts";
import type { Unit } from "./systemd-unit.ts";

/** A service's own section, with what it names filled in. */
interface Section {
  readonly unit: Unit;
  /** Without `.service`. */
  readonly name: string;
  /** Whether the key is given. */
  readonly has: (key: string) => boolean;
  /** The last value of a key; empty if it is not given. */
  readonly text: (key: string) => string;
  /** Where that stands, or the unit does if it is not given. */
  readonly at: (key: string) => Evidence;
  /** A text with what systemd's specifiers, such as `%i`, stand for in this unit. */
  readonly filled: (text: string) => string;
}

/** @param known names of the units that are read */
export function programOf(files: ImageFiles, unit: Unit, known: ReadonlySet<string>): Program {
  const section = sectionOf(unit);
  const { name, text } = section;
  const { command, needsRoot, todos } = commandOf(text("ExecStart"), section.at("ExecStart"));
  const variables = environment(files, section);
  const grace = seconds(text("TimeoutStopSec"));
  return {
    name: plain(name),
    from: { path: unit.path },
    command,
    env: variables.env,
    ...(needsRoot ? {} : userOf(text("User"), text("Group"))),
    ...(text("WorkingDirectory") === "" ? {} : { directory: text("WorkingDirectory").replace(/^-/, "") }),
    kind: typeOf(section) === "oneshot" ? "completes" : "runs",
    restart: restartOf(text("Restart")),
    ...(text("KillSignal") === "" ? {} : { stopSignal: text("KillSignal") }),
    ...(grace > 0 ? { stopGraceSeconds: Math.ceil(grace) } : {}),
    after: after(unit, known),
    copies: 1,
    todos: [...todos, ...lostCommands(section), ...lostReadiness(section), ...variables.todos],
  };
}

function sectionOf(unit: Unit): Section {
  const name = unit.name.replace(/\.service$/, "");
  const instance = /@(.*)$/.exec(name)?.[1] ?? "";
  const last = (key: string) => unit.all("Service", key).at(-1);
  const filled = (text: string) => specified(text, name, instance);
  return {
    unit,
    name,
    has: (key) => last(key) !== undefined,
    text: (key) => filled(last(key)?.text ?? ""),
    at: (key) => {
      const value = last(key);
      return value === undefined ? { path: unit.path } : { path: value.path, line: value.line };
    },
    filled,
  };
}

function specified(text: string, name: string, instance: string): string {
  const known: Readonly<Record<string, string>> = {
    "%n": `${name}.service`,
    "%N": name,
    "%p": name.replace(/@.*$/, ""),
    "%i": instance,
    "%I": instance,
    "%h": "/root",
    "%t": "/run",
    "%%": "%",
  };
  return text.replaceAll(/%[nNpiIht%]/g, (all) => known[all] ?? all);
}

/** Without the signs before a command: `-` ignores failures, `+` and `!` run it as root, `:` replaces no variables. */
function commandOf(
  text: string,
  from: Evidence,
): { readonly command: readonly string[]; readonly needsRoot: boolean; readonly todos: readonly Todo[] } {
  const [signs = ""] = /^[-@:+!|]*/.exec(text) ?? [];
  const rest = text.slice(signs.length).trim();
  const needsRoot = /[+!]/.test(signs);
  if (rest.includes("$")) {
    const todos = [{ text: "systemd replaces variables in its command: a shell does it now", from }];
    return { command: ["/bin/sh", "-c", `exec ${rest}`], needsRoot, todos };
  }
  return { command: plainWords(rest) ?? rest.split(/\s+/), needsRoot, todos: [] };
}

function lostCommands({ has, text, at }: Section): readonly Todo[] {
  return ["ExecStartPre", "ExecStartPost", "ExecStop", "ExecStopPost", "ExecReload"]
    .filter(has)
    .map((key) => ({ text: `${key}=${text(key)} does not run any more`, from: at(key) }));
}

/** What systemd does of a start, and no other supervisor. */
function lostReadiness(section: Section): readonly Todo[] {
  const { unit, text, at } = section;
  const type = typeOf(section);
  const todos: Todo[] = [];
  if (type === "forking")
    todos.push({
      text: "it goes into the background: start it with what keeps it in the foreground",
      from: at("Type"),
    });
  if (type === "notify" && text("NotifyAccess") !== "")
    todos.push({ text: "it tells systemd when it is ready: a health check has to find out", from: at("Type") });
  if (unit.all("Service", "Sockets").length > 0)
    todos.push({ text: "systemd hands it its sockets: it has to listen itself", from: at("Sockets") });
  return todos;
}

function typeOf({ text }: Section): string {
  return text("Type") || "simple";
}

function userOf(user: string, group: string): Pick<Program, "user"> {
  if (user === "") return {};
  return { user: group === "" ? user : `${user}:${group}` };
}

/** @param policy of the key Restart */
function restartOf(policy: string): Program["restart"] {
  if (["always", "on-success"].includes(policy)) return "always";
  return policy.startsWith("on-") ? "on-failure" : "never";
}

function seconds(text: string): number {
  const nanoseconds =
    duration(text.replaceAll(/\s+/g, "").replaceAll("sec", "s").replaceAll("min", "m")) ?? (Number(text) || 0) * 1e9;
  return nanoseconds / 1e9;
}

function after(unit: Unit, known: ReadonlySet<string>): readonly string[] {
  return ["After", "Requires", "BindsTo"]
    .flatMap((key) => unit.all("Unit", key).flatMap((value) => value.text.split(/\s+/)))
    .filter((other, index, all) => known.has(other) && other.endsWith(".service") && all.indexOf(other) === index)
    .map((other) => plain(other.replace(/\.service$/, "")));
}

/** A name that a service of a Compose file can have. */
function plain(name: string): string {
  return name.replaceAll(/[^\w-]/g, "-");
}

interface Variables {
  readonly env: Readonly<Record<string, string>>;
  readonly todos: readonly Todo[];
}

function environment(files: ImageFiles, { unit, filled }: Section): Variables {
  const written = unit
    .all("Service", "Environment")
    .flatMap(({ text }) => plainWords(filled(text)) ?? [])
    .map((pair): readonly [string, string] => {
      const [key = "", ...value] = pair.split("=");
      return [key, value.join("=")];
    });
  const read = unit.all("Service", "EnvironmentFile").map(({ text, path, line }) => {
    const file = filled(text).replace(/^-/, "");
    const content = files.read(file);
    const isMissing = content === undefined && !text.startsWith("-");
    return {
      variables: variablesIn(content ?? ""),
      todos: isMissing ? [{ text: `its file of variables ${file} is not in the image`, from: { path, line } }] : [],
    };
  });
  return {
    env: Object.fromEntries([...written, ...read.flatMap(({ variables }) => variables)]),
    todos: read.flatMap(({ todos }) => todos),
  };
}

/** Of a file of variables. */
function variablesIn(content: string): readonly (readonly [name: string, value: string])[] {
  return content.split("\n").flatMap((row) => {
    const [, key, value = ""] = /^\s*(?!#)([\w.]+)=(.*)$/.exec(row) ?? [];
    return key === undefined ? [] : [[key, value.replace(/^(["'])(.*)\1\s*$/, "$2")] as const];
  });
}
