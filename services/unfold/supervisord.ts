import type { ImageConfig, ImageFiles, Program, Reader, Todo } from "./contract.ts";
import { globbed } from "./glob.ts";
import { readIni } from "./ini.ts";
import { programOf, type Placed } from "./supervisord-program.ts";
import { envOf, expand, pairs } from "./supervisord-values.ts";

/** Where supervisord looks if it is not told. */
const usual = [
  "/usr/etc/supervisord.conf",
  "/usr/supervisord.conf",
  "supervisord.conf",
  "etc/supervisord.conf",
  "/etc/supervisord.conf",
  "/etc/supervisor/supervisord.conf",
];

const dialect = { comments: /^\s*[;#]/, inline: /\s;[^\n]*/g, continues: "indent" } as const;

/** supervisord: its file, what it includes, and every program in them. */
export const supervisord: Reader = (files, config) => {
  const words = [...config.entrypoint, ...config.command];
  const path = startedBy(words, files);
  if (path === undefined) return undefined;
  const file = configurationOf(words, files, config);
  if (file === undefined) {
    return {
      supervisor: "supervisord",
      programs: [],
      todos: [{ text: "its configuration was not found: name it with -c", from: { path } }],
    };
  }
  const sections = withIncluded(file, files, config);
  return { supervisor: "supervisord", programs: programsIn(sections, config), todos: todosIn(sections) };
};

/** The program or script that starts it: the last one may be a shell script that ends with exec. */
function startedBy(words: readonly string[], files: ImageFiles): string | undefined {
  const named = words.find((word) => /(?:^|\/)supervisord$/.test(word));
  if (named !== undefined) return named;
  return words.find((word) => word.startsWith("/") && /\bsupervisord\b/.test(files.read(word) ?? ""));
}

function configurationOf(
  words: readonly string[],
  files: ImageFiles,
  { workingDirectory }: ImageConfig,
): string | undefined {
  const scripts = words.flatMap((word) => (word.startsWith("/") ? (files.read(word) ?? "") : ""));
  const line = [words.join(" "), ...scripts].find((text) => /\bsupervisord\b/.test(text)) ?? "";
  const [, given] = /supervisord\b[^\n]*?\s(?:-c|--configuration)[= ]?\s*["']?([^\s"']+)/.exec(line) ?? [];
  const candidates = given === undefined ? usual : [given];
  return candidates
    .map((one) => (one.startsWith("/") ? one : `${workingDirectory || "/"}/${one}`))
    .find((one) => files.read(one) !== undefined);
}

function withIncluded(file: string, files: ImageFiles, config: ImageConfig): readonly Placed[] {
  const read = (path: string) => readIni(files.read(path) ?? "", dialect).map((section) => ({ ...section, path }));
  const own = read(file);
  const include = own.find(({ name }) => name === "include")?.values.get("files");
  const here = file.slice(0, file.lastIndexOf("/")) || "/";
  const patterns = (include?.text ?? "").split(/\s+/).filter(Boolean);
  const more = patterns.flatMap((pattern) => {
    const expanded = expand(pattern, { here, ...envOf(config) });
    return globbed(files, expanded.startsWith("/") ? expanded : `${here}/${expanded}`);
  });
  return [...own, ...more.flatMap(read)];
}

function programsIn(sections: readonly Placed[], config: ImageConfig): readonly Program[] {
  const shared = environmentOf(
    sections.find(({ name }) => name === "supervisord"),
    config,
  );
  const found = sections.flatMap((section) => {
    const [, kind = "", name = ""] = /^(program|fcgi-program|eventlistener):(.+)$/.exec(section.name) ?? [];
    return name === "" ? [] : [programOf(section, kind, name.trim(), shared, config)];
  });
  const ordered = found.toSorted((a, b) => a.priority - b.priority);
  // The lower priority starts first; supervisord does not wait for it to be ready.
  return ordered.map(({ program, priority }) => ({
    ...program,
    after: ordered
      .filter((other) => other.priority < priority && other.program.kind === "runs")
      .map((other) => other.program.name),
  }));
}

function environmentOf(section: Placed | undefined, config: ImageConfig): Readonly<Record<string, string>> {
  return section === undefined ? {} : pairs(expand(section.values.get("environment")?.text ?? "", envOf(config)));
}

function todosIn(sections: readonly Placed[]): readonly Todo[] {
  const found: Todo[] = [];
  for (const section of sections) {
    const server = /^(?:inet|unix)_http_server$/.test(section.name);
    if (server)
      found.push({
        text: "supervisorctl and its HTTP server go: ask the container system instead",
        from: { path: section.path, line: section.line },
      });
    if (section.name.startsWith("group:"))
      found.push({
        text: `the ${section.name.replace(":", " ")} is started and stopped as one: now each by itself`,
        from: { path: section.path, line: section.line },
      });
  }
  return found;
}
