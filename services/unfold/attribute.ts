import { basename } from "node:path";
import type { Program } from "./contract.ts";
import type { Observation, SeenProcess } from "./observation.ts";

/** Programs that supervise one service each, whose name is their last word. */
const supervisors = new Set(["runsv", "s6-supervise", "supervise"]);
const loggers = new Set(["svlogd", "s6-log", "multilog", "logger"]);

/** Whether a process is a supervisor's own. */
export function isSupervising({ program, command }: SeenProcess): boolean {
  return [program, command[0] ?? ""]
    .map((word) => basename(word))
    .some((name) => supervisors.has(name) || loggers.has(name));
}

/**
 * Which program each process belongs to. Of a child of a program that supervises one service, that one says it; else a process is a program's
 * if words of its command line are, and a child is its parent's.
 * @param textOf text of a file of the image: a program may be a script, which becomes something else
 * @returns by PID; processes that belong to no program, such as the supervisor, are left out
 */
export function attributed(
  { processes }: Pick<Observation, "processes">,
  programs: readonly Program[],
  textOf: (path: string) => string | undefined = () => undefined,
): ReadonlyMap<number, Program> {
  const scripts = new Map(
    programs.map(
      (program) =>
        [
          program,
          program.command.flatMap((word) => (word.startsWith("/") ? (textOf(word) ?? []) : [])).join("\n"),
        ] as const,
    ),
  );
  const byPid = new Map(processes.map((one) => [one.pid, one] as const));
  const found = new Map<number, Program>();
  const visit = (process: SeenProcess, above: readonly number[]): Program | undefined => {
    const known = found.get(process.pid);
    if (known !== undefined) return known;
    const parent = byPid.get(process.parent);
    const inherited =
      parent === undefined || above.includes(parent.pid) ? undefined : visit(parent, [...above, process.pid]);
    const program = inherited ?? supervised(process, parent, programs) ?? best(process, programs, scripts);
    if (program !== undefined) found.set(process.pid, program);
    return program;
  };
  for (const process of processes) visit(process, []);
  return found;
}

function supervised(
  process: SeenProcess,
  parent: SeenProcess | undefined,
  programs: readonly Program[],
): Program | undefined {
  const [word = "", ...names] = parent?.command ?? [];
  if (
    !supervisors.has(basename(word)) ||
    loggers.has(basename(process.program)) ||
    loggers.has(basename(process.command[0] ?? ""))
  )
    return undefined;
  const name = basename(names.at(-1) ?? "");
  return programs.find((program) => program.name === name);
}

/** The one program whose words fit best; none if two fit equally well, or none fits. */
function best(
  process: SeenProcess,
  programs: readonly Program[],
  scripts: ReadonlyMap<Program, string>,
): Program | undefined {
  if (isSupervising(process)) return undefined;
  const scores = programs
    .map((program) => ({ program, score: scoreOf(process, program, scripts.get(program) ?? "") }))
    .filter(({ score }) => score > 0);
  const most = Math.max(0, ...scores.map(({ score }) => score));
  const leading = scores.filter(({ score }) => score === most);
  return leading.length === 1 ? leading[0]?.program : undefined;
}

/** Words that say nothing of a program. */
const idle = new Set([
  "sh",
  "bash",
  "dash",
  "ash",
  "env",
  "exec",
  "python",
  "python3",
  "perl",
  "node",
  "ruby",
  "php",
  "java",
  "-c",
  "-e",
  "--",
  "",
]);

/** Its whole command line counts most, then its program, then single words. */
function scoreOf({ program, command }: SeenProcess, { command: wanted, name }: Program, script: string): number {
  if (command.length === wanted.length && command.every((word, index) => word === wanted[index])) return 1000;
  const tokens = new Set(
    [...wanted, script].flatMap((word) => word.split(/[\s;&|"'()]+/)).map((word) => basename(word)),
  );
  // Programs such as nginx write `nginx: master process ...` there.
  const own = [
    basename(program),
    ...command.flatMap((word) => word.split(/\s+/)).map((word) => basename(word).replace(/:$/, "")),
  ];
  const shared = [...new Set(own)].filter((word) => tokens.has(word) && !idle.has(word));
  const leads = tokens.has(basename(program)) && !idle.has(basename(program)) ? 10 : 0;
  const named = own.includes(name) && !idle.has(name) ? 1 : 0;
  return shared.length + leads + named;
}
