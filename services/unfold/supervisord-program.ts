import { plainWords, wordsOf } from "../compose/normal/words.ts";
import type { Evidence, ImageConfig, Program, Todo } from "./contract.ts";
import type { IniSection } from "./ini.ts";
import { envOf, expand, pairs } from "./supervisord-values.ts";

/** A section, and the file that it stands in. */
export interface Placed extends IniSection {
  readonly path: string;
}

/** Values of a program's section, by their keys. */
interface Settings {
  /** With what it names filled in; empty if it is not given. */
  readonly text: (key: string) => string;
  /** Where it stands, or the section does if it is not given. */
  readonly at: (key: string) => Evidence;
}

/**
 * A program, and its place in the order of the start.
 * @param kind of the section, such as `program`
 * @param shared variables that all programs have
 */
export function programOf(
  section: Placed,
  kind: string,
  name: string,
  shared: Readonly<Record<string, string>>,
  config: ImageConfig,
): { readonly program: Program; readonly priority: number } {
  const settings = settingsOf(section, name, config);
  const { text } = settings;
  const restarts = text("autorestart") || "unexpected";
  const program: Program = {
    name,
    from: { path: section.path, line: section.line },
    command: commandOf(text("command")),
    env: { ...shared, ...pairs(text("environment")) },
    ...(text("user") === "" ? {} : { user: text("user") }),
    ...(text("directory") === "" ? {} : { directory: text("directory") }),
    // One that may end at once, and is not started again, is a step of the start.
    kind: truth(restarts) === false && text("startsecs") === "0" ? "completes" : "runs",
    restart: restartOf(restarts),
    ...stopSignalOf(text("stopsignal")),
    stopGraceSeconds: Number(text("stopwaitsecs") || "10"),
    after: [],
    copies: Number(text("numprocs") || "1"),
    todos: todosOf(section, kind, settings),
  };
  return { program, priority: Number(text("priority") || "999") };
}

function settingsOf({ path, line, values }: Placed, name: string, config: ImageConfig): Settings {
  const facts = {
    here: path.slice(0, path.lastIndexOf("/")) || "/",
    program_name: name,
    group_name: name,
    process_num: "0",
    numprocs: "1",
    host_node_name: "",
    ...envOf(config),
  };
  return {
    text: (key) => expand(values.get(key)?.text ?? "", facts),
    at: (key) => ({ path, line: values.get(key)?.line ?? line }),
  };
}

function commandOf(text: string): readonly string[] {
  return plainWords(text) ?? ["sh", "-c", text];
}

/** @param told of the key autorestart */
function restartOf(told: string): Program["restart"] {
  const restarts = truth(told);
  if (restarts === undefined) return "on-failure";
  return restarts ? "always" : "never";
}

/** What supervisord takes for true and false; undefined for another word. */
function truth(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  if (["true", "yes", "on", "1", "t", "y"].includes(word)) return true;
  return ["false", "no", "off", "0", "f", "n"].includes(word) ? false : undefined;
}

/** @param told with or without SIG */
function stopSignalOf(told: string): Pick<Program, "stopSignal"> {
  return told === "" ? {} : { stopSignal: `SIG${told.replace(/^SIG/, "")}` };
}

function todosOf(section: Placed, kind: string, settings: Settings): readonly Todo[] {
  const { text, at } = settings;
  const todos: Todo[] = [];
  const command = wordsOf(text("command"));
  if (command === undefined || command.dropped !== "") {
    todos.push({
      text: "its command has what only a shell understands: supervisord passes it on as words",
      from: at("command"),
    });
  }
  if (kind === "eventlistener")
    todos.push({ text: "it listens to supervisord's events: without supervisord there are none", from: at("events") });
  if (kind === "fcgi-program")
    todos.push({ text: `supervisord opens its socket ${text("socket")}: something else has to`, from: at("socket") });
  if (truth(text("autostart")) === false)
    todos.push({ text: "it is not started by itself: leave it out, or start it by hand", from: at("autostart") });
  if (section.values.has("stdin")) todos.push({ text: "it reads its input", from: at("stdin") });
  return [...todos, ...lostFiles(settings)];
}

/** Where a program prints to that is the container's log as well, or nothing. */
const logged = /^(?:\/dev\/(?:std(?:out|err)|fd\/[12]|null)|\/proc\/(?:self|1)\/fd\/[12]|NONE|AUTO|syslog)$/;

function lostFiles({ text, at }: Settings): readonly Todo[] {
  return ["stdout_logfile", "stderr_logfile"].flatMap((stream) => {
    const file = text(stream);
    if (file === "" || logged.test(file)) return [];
    return [{ text: `what it prints went into ${file}: now it is the container's log`, from: at(stream) }];
  });
}
