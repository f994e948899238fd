import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { recipe } from "./recipe.ts";

/** Where Debian's packages come from. */
export interface Mirrors {
  readonly archive: string;
  readonly security: string;
}

/** Debian's own, for hosts that are not Debian. */
export const defaultMirrors: Mirrors = {
  archive: "http://deb.debian.org/debian",
  security: "http://deb.debian.org/debian-security",
};

interface Source {
  readonly uri: string;
  readonly suites: readonly string[];
}

/** Reads what the host's own apt uses. @param root of the host's file system. @default / */
export async function hostMirrors(root = "/"): Promise<Mirrors> {
  const folder = path.join(root, "etc/apt");
  const extra = await namesIn(path.join(folder, "sources.list.d"));
  const files = ["sources.list", ...extra.map((name) => path.join("sources.list.d", name))];
  const texts = await Promise.all(
    files.map(async (name) => [name, await readOptional(path.join(folder, name))] as const),
  );
  return mirrorsIn(texts.flatMap(([name, text]) => parseSources(name, text)));
}

/** Chooses among sources the ones of Debian itself. */
export function mirrorsIn(sources: readonly Source[]): Mirrors {
  const security = sources.find(({ suites }) => suites.some((suite) => suite.endsWith("-security")));
  const archive = sources.find(
    ({ uri, suites }) => /\/debian\/?$/.test(uri) && suites.some((suite) => !suite.endsWith("-security")),
  );
  return {
    archive: trimmed(archive?.uri) ?? defaultMirrors.archive,
    security:
      (archive === undefined || !security?.uri.includes("debian-security") ? undefined : trimmed(security.uri)) ??
      defaultMirrors.security,
  };
}

/** Understands both notations of apt: one line per source, and deb822 stanzas. */
export function parseSources(file: string, text: string): Source[] {
  return file.endsWith(".sources") ? parseStanzas(text) : parseLines(text);
}

/** The image's own sources.list. */
export function sourcesList({ archive, security }: Mirrors): string {
  const { suite } = recipe;
  return [
    `deb ${archive} ${suite} main`,
    `deb ${archive} ${suite}-updates main`,
    `deb ${security} ${suite}-security main`,
    "",
  ].join("\n");
}

function parseLines(text: string): Source[] {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)/.exec(line);
    return match?.[1] === undefined || match[2] === undefined ? [] : [{ uri: match[1], suites: [match[2]] }];
  });
}

function parseStanzas(text: string): Source[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const lines = stanza.split("\n").filter((line) => !line.startsWith("#"));
    const field = (name: string) =>
      (lines.find((line) => line.toLowerCase().startsWith(`${name}:`)) ?? "")
        .slice(name.length + 1)
        .trim()
        .split(/\s+/);
    if (!field("types").includes("deb") || field("enabled")[0]?.toLowerCase() === "no") return [];
    return field("uris")
      .filter((uri) => uri !== "")
      .map((uri) => ({ uri, suites: field("suites") }));
  });
}

function trimmed(uri: string | undefined): string | undefined {
  return uri?.startsWith("http") === true ? uri.replace(/\/$/, "") : undefined;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => /\.(list|sources)$/.test(name)).sort();
  } catch {
    // Not a Debian host, or no further files.
    return [];
  }
}

async function readOptional(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch {
    return "";
  }
}
