import type { Found, Program, Reader, Todo } from "./contract.ts";

/** Lines that say nothing about what runs. */
const quiet =
  /^(?:#.*|set\s.*|cd\s.*|umask\s.*|export\s.*|[A-Za-z_]\w*=\S*|wait(?:\s.*)?|trap\s.*|:|echo\s.*|printf\s.*)?$/;

/** A start script as far as it is plain: programs in the background, and the last one in the foreground. */
export const shell: Reader = (files, config) => {
  const words = [...config.entrypoint, ...config.command];
  const path = words.find((word) => word.startsWith("/") && isShell(files.read(word)));
  const text = path === undefined ? undefined : files.read(path);
  if (path === undefined || text === undefined) return undefined;
  const { started, todos } = programsIn(text, path);
  if (started.length < 2) return undefined;
  const steps: string[] = [];
  const programs = started.map(({ line, command, background, env, foreground }): Program => {
    const name = nameOf(command, steps);
    const before = started.slice(
      0,
      started.findIndex((one) => one.line === line),
    );
    const isStep = !background && !foreground;
    return {
      name,
      from: { path, line },
      command: ["/bin/sh", "-c", isStep ? command : `exec ${command}`],
      env,
      kind: isStep ? "completes" : "runs",
      restart: "never",
      after: before.filter((one) => !one.background && !one.foreground).map((one) => one.name),
      copies: 1,
      todos: [],
    };
  });
  return { supervisor: "a shell script", programs, todos } satisfies Found;
};

function isShell(text: string | undefined): boolean {
  return /^#!.*\b(?:sh|bash|dash|ash)\b/.test(text ?? "");
}

interface Started {
  readonly line: number;
  readonly name: string;
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
  readonly background: boolean;
  /** Whether the script ends with it. */
  readonly foreground: boolean;
}

function programsIn(
  text: string,
  path: string,
): { readonly started: readonly Started[]; readonly todos: readonly Todo[] } {
  const todos: Todo[] = [];
  const names: string[] = [];
  const env: Record<string, string> = {};
  const lines = logical(text);
  const started = lines.flatMap(({ line, text: written }, index): readonly Started[] => {
    const trimmed = written.trim();
    const [, exported, value] = /^(?:export\s+)?([A-Za-z_]\w*)=("[^"$`]*"|'[^']*'|[^\s$`"']*)$/.exec(trimmed) ?? [];
    if (exported !== undefined && value !== undefined) {
      env[exported] = value.replace(/^(["'])(.*)\1$/, "$2");
      return [];
    }
    if (quiet.test(trimmed)) return [];
    if (/^(?:if|then|else|elif|fi|for|while|until|do|done|case|esac|function)\b|[(){}]|;;/.test(trimmed)) {
      todos.push({ text: `a part that depends on something: ${trimmed}`, from: { path, line } });
      return [];
    }
    const background = /(?<!&)&\s*$/.test(trimmed);
    const command = trimmed
      .replace(/(?<!&)&\s*$/, "")
      .replace(/^exec\s+/, "")
      .trim();
    const isLast = lines.slice(index + 1).every((one) => quiet.test(one.text.trim()));
    return [
      { line, name: nameOf(command, names), command, env: { ...env }, background, foreground: !background && isLast },
    ];
  });
  return { started, todos };
}

/** Lines, with those that end in a backslash joined. */
function logical(text: string): readonly { readonly line: number; readonly text: string }[] {
  const found: { line: number; text: string }[] = [];
  let open = false;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const last = found.at(-1);
    if (open && last !== undefined) last.text = `${last.text.slice(0, -1)} ${line.trim()}`;
    else found.push({ line: index + 1, text: line });
    open = line.endsWith("\\");
  }
  return found.filter(({ line, text: written }) => !(line === 1 && written.startsWith("#!")));
}

/** The program's name, with a number if there are several. */
function nameOf(command: string, taken: string[]): string {
  const program = command.split(/\s+/).find((word) => !/^[A-Za-z_]\w*=/.test(word)) ?? "program";
  const base =
    (program.split("/").at(-1) ?? "program")
      .toLowerCase()
      .replaceAll(/[^a-z0-9-]/g, "-")
      .replaceAll(/^-+|-+$/g, "") || "program";
  let name = base;
  for (let number = 2; taken.includes(name); number += 1) name = `${base}-${number}`;
  taken.push(name);
  return name;
}
