import type { Found, ImageConfig, ImageFiles, Program, Reader, Todo } from "./contract.ts";
import { waitsIn } from "./runit.ts";

/** s6, by itself or as s6-overlay 2 and 3. */
export const s6: Reader = (files, config) => {
  const words = [...config.entrypoint, ...config.command];
  const scan = /\bs6-svscan\b/.test([words.join(" "), ...words.map((word) => files.read(word) ?? "")].join("\n"));
  const overlay =
    words[0] === "/init" &&
    (files.list("/etc/s6-overlay").length > 0 ||
      files.list("/etc/services.d").length > 0 ||
      files.list("/etc/cont-init.d").length > 0);
  if (!scan && !overlay) return undefined;
  const steps = scripts(files, "/etc/cont-init.d");
  const before = steps.map(({ name }) => name);
  const graph = compiled(files);
  const legacy = folders(files, "/etc/services.d", before);
  const scanned = scan ? folders(files, scannedFolder(words, files), []) : [];
  const rest =
    config.command.length > 0 && overlay ? [asCommand(config, [...before, ...graph.map(({ name }) => name)])] : [];
  const todos: readonly Todo[] = files.list("/etc/fix-attrs.d").map((name) => ({
    text: "owners and modes are set at each start: set them in the image, or on the volume",
    from: { path: `/etc/fix-attrs.d/${name}` },
  }));
  return {
    supervisor: overlay ? "s6-overlay" : "s6",
    programs: [...steps, ...graph, ...legacy, ...scanned, ...rest],
    todos,
  } satisfies Found;
};

/** What s6-overlay gives its scripts: the variables of the container, in files. */
function underOverlay(command: readonly string[]): readonly string[] {
  return [
    "/bin/sh",
    "-c",
    `mkdir -p /run/s6/container_environment && exec ${command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ")}`,
  ];
}

function usesOverlay(text: string): boolean {
  return /^#!.*with-contenv/.test(text);
}

function commandOf(files: ImageFiles, path: string): readonly string[] {
  return usesOverlay(files.read(path) ?? "") ? underOverlay([path]) : [path];
}

function scannedFolder(words: readonly string[], files: ImageFiles): string {
  const text =
    [words.join(" "), ...words.map((word) => files.read(word) ?? "")].find((one) => /\bs6-svscan\b/.test(one)) ?? "";
  const [, given] = /\bs6-svscan\b[^\n]*?\s(\/[^\s"']+)/.exec(text) ?? [];
  return given ?? "/etc/s6";
}

function folders(files: ImageFiles, folder: string, after: readonly string[]): readonly Program[] {
  const names = files
    .list(folder)
    .filter(
      (name) =>
        files.read(`${folder}/${name}/run`) !== undefined && files.resolve(`${folder}/${name}/down`) === undefined,
    );
  return names.map((name) => longrun(files, name, `${folder}/${name}`, after));
}

function longrun(files: ImageFiles, name: string, folder: string, after: readonly string[]): Program {
  const path = `${folder}/run`;
  const todos: Todo[] = [];
  if (files.read(`${folder}/finish`) !== undefined) {
    todos.push({
      text: "a script runs after each of its ends, which nothing does any more",
      from: { path: `${folder}/finish` },
    });
  }
  if (files.read(`${folder}/log/run`) !== undefined || files.read(`${folder}/producer-for`) !== undefined) {
    todos.push({ text: "another program read what it prints: now it is the container's log", from: { path: folder } });
  }
  const signal = files.read(`${folder}/down-signal`)?.trim();
  const grace = Number(files.read(`${folder}/timeout-kill`)?.trim() ?? "0");
  return {
    name,
    from: { path },
    command: commandOf(files, path),
    env: {},
    kind: "runs",
    restart: "always",
    ...(signal === undefined || signal === "" ? {} : { stopSignal: /^SIG/.test(signal) ? signal : `SIG${signal}` }),
    ...(grace > 0 ? { stopGraceSeconds: Math.ceil(grace / 1000) } : {}),
    after,
    copies: 1,
    todos: [...todos, ...waitsIn(files.read(path) ?? "", path)],
  };
}

function scripts(files: ImageFiles, folder: string): readonly Program[] {
  const names = files.list(folder);
  return names.map((name, index) =>
    oneshot(files, stepName(name), `${folder}/${name}`, names.slice(0, index).map(stepName)),
  );
}

function stepName(name: string): string {
  return `init-${name.replaceAll(/[^\w-]/g, "-")}`;
}

function oneshot(files: ImageFiles, name: string, path: string, after: readonly string[]): Program {
  return {
    name,
    from: { path },
    command: commandOf(files, path),
    env: {},
    kind: "completes",
    restart: "never",
    after,
    copies: 1,
    todos: [{ text: "what it writes into its root is not there in the other containers", from: { path } }],
  };
}

const database = "/etc/s6-overlay/s6-rc.d";

/** Services of s6-rc: those that the bundle user names, and all that they depend on. */
function compiled(files: ImageFiles): readonly Program[] {
  const wanted = new Set<string>();
  const want = (name: string): void => {
    const folder = `${database}/${name}`;
    if (wanted.has(name) || files.read(`${folder}/type`) === undefined) return;
    wanted.add(name);
    for (const other of [...dependencies(files, name), ...contents(files, name)]) want(other);
  };
  for (const bundle of ["user", "user2"]) for (const name of contents(files, bundle)) want(name);
  const isReal = (name: string) => ["longrun", "oneshot"].includes(typeOf(files, name));
  return [...wanted].filter(isReal).map((name) => {
    const folder = `${database}/${name}`;
    const after = dependencies(files, name).filter((other) => wanted.has(other) && isReal(other));
    if (typeOf(files, name) === "longrun") return longrun(files, name, folder, after);
    const line = files.read(`${folder}/up`)?.trim() ?? "";
    const [program = "", ...more] = line.split(/\s+/);
    const plain = program.startsWith("/") && more.length === 0;
    const step = oneshot(files, name, plain ? program : `${folder}/up`, after);
    if (plain) return step;
    const todo = { text: "it is written for execline, which has to be in the image", from: { path: `${folder}/up` } };
    return { ...step, command: underOverlay(["execlineb", "-P", `${folder}/up`]), todos: [...step.todos, todo] };
  });
}

function typeOf(files: ImageFiles, name: string): string {
  return files.read(`${database}/${name}/type`)?.trim() ?? "";
}

function dependencies(files: ImageFiles, name: string): readonly string[] {
  const text = files.read(`${database}/${name}/dependencies`) ?? "";
  return [...files.list(`${database}/${name}/dependencies.d`), ...text.split("\n").filter(Boolean)].filter(
    (one) => one !== "base",
  );
}

function contents(files: ImageFiles, name: string): readonly string[] {
  const text = files.read(`${database}/${name}/contents`) ?? "";
  return [...files.list(`${database}/${name}/contents.d`), ...text.split("\n").filter(Boolean)];
}

/** What the image's command runs beside the services, and ends the container with. */
function asCommand(config: ImageConfig, after: readonly string[]): Program {
  return {
    name: "command",
    from: { path: "the image's command" },
    command: underOverlay(config.command),
    env: {},
    kind: "runs",
    restart: "never",
    after,
    copies: 1,
    todos: [{ text: "its end ended the container, with all services", from: { path: "the image's command" } }],
  };
}
