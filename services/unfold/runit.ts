import type { Found, ImageFiles, Program, Reader, Todo } from "./contract.ts";

/** Folders that runsvdir is given in images. */
const usual = ["/etc/service", "/service", "/var/service", "/etc/runit/runsvdir/default", "/etc/sv"];

/** runit: a folder per service, with a script that becomes it. */
export const runit: Reader = (files, config) => {
  const words = [...config.entrypoint, ...config.command];
  const scripts = words.map((word) => (word.startsWith("/") ? (files.read(word) ?? "") : ""));
  const text = [words.join(" "), ...scripts].join("\n");
  if (!/\brunsvdir(?:-start)?\b|\/sbin\/my_init\b|\brunit-init\b/.test(text)) return undefined;
  const [, given] = /\brunsvdir\s+(?:-P\s+)?(\/[^\s"']+)/.exec(text) ?? [];
  const folder = (given === undefined ? usual : [given]).find((one) => servicesIn(files, one).length > 0);
  if (folder === undefined) {
    return {
      supervisor: "runit",
      programs: [],
      todos: [{ text: "no folder with services was found", from: { path: usual[0] ?? "" } }],
    };
  }
  const steps = /\/sbin\/my_init\b/.test(text) ? stepsIn(files, "/etc/my_init.d") : [];
  const names = servicesIn(files, folder);
  const idle = names.filter((name) => onlySleeps(files.read(`${folder}/${name}/run`) ?? ""));
  const before = steps.map((step) => step.name);
  const programs = names.filter((name) => !idle.includes(name)).map((name) => programOf(files, folder, name, before));
  const todos = idle.map((name) => ({
    text: `${name} only sleeps, and is left out`,
    from: { path: `${folder}/${name}/run` },
  }));
  return { supervisor: "runit", programs: [...steps, ...programs], todos } satisfies Found;
};

/** Whether a script is a placeholder, such as Debian's default-syslog. */
function onlySleeps(script: string): boolean {
  const lines = script.split("\n").filter((line) => !/^\s*(?:#.*)?$/.test(line));
  return lines.length === 1 && /^\s*(?:exec\s+)?sleep\s+\S+\s*$/.test(lines[0] ?? "");
}

function servicesIn(files: ImageFiles, folder: string): readonly string[] {
  return files
    .list(folder)
    .filter(
      (name) =>
        files.read(`${folder}/${name}/run`) !== undefined && files.resolve(`${folder}/${name}/down`) === undefined,
    );
}

function programOf(files: ImageFiles, folder: string, name: string, after: readonly string[]): Program {
  const path = `${folder}/${name}/run`;
  const todos: Todo[] = [];
  if (files.read(`${folder}/${name}/log/run`) !== undefined) {
    todos.push({
      text: "a logger of its own read what it prints: now it is the container's log",
      from: { path: `${folder}/${name}/log/run` },
    });
  }
  if (files.read(`${folder}/${name}/finish`) !== undefined) {
    todos.push({
      text: "a script runs after each of its ends, which nothing does any more",
      from: { path: `${folder}/${name}/finish` },
    });
  }
  return {
    name,
    from: { path },
    command: [path],
    env: {},
    // runsv starts the script in the service's folder.
    directory: `${folder}/${name}`,
    kind: "runs",
    restart: "always",
    after,
    copies: 1,
    todos: [...todos, ...waitsIn(files.read(path) ?? "", path)],
  };
}

/** Scripts of a folder that run in the order of their names, before everything. */
function stepsIn(files: ImageFiles, folder: string): readonly Program[] {
  const names = files.list(folder).filter((name) => files.isProgram(`${folder}/${name}`));
  return names.map((name, index) => ({
    name: name.replaceAll(/[^\w-]/g, "-"),
    from: { path: `${folder}/${name}` },
    command: [`${folder}/${name}`],
    env: {},
    kind: "completes",
    restart: "never",
    after: names.slice(0, index).map((one) => one.replaceAll(/[^\w-]/g, "-")),
    copies: 1,
    todos: [
      {
        text: "what it writes into its root is not there in the other containers",
        from: { path: `${folder}/${name}` },
      },
    ],
  }));
}

/** Lines in which a script waits for, or starts, another service. */
export function waitsIn(text: string, path: string): readonly Todo[] {
  return text.split("\n").flatMap((line, index) => {
    const said = /^\s*(?:sv\s+(?:start|check|up)|s6-svwait|s6-rc|supervisorctl)\b.*$/.exec(line);
    return said === null
      ? []
      : [{ text: `it waits for another service: ${line.trim()}`, from: { path, line: index + 1 } }];
  });
}
