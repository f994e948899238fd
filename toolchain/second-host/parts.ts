import { createHash } from "node:crypto";
import { readdir, readFile, readlink, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { ensureArchive } from "../base-image/build.ts";
import { cacheRoot, hashOf } from "../cache.ts";
import { projectRoot } from "../environment.ts";
import { onPath } from "../host/programs.ts";
import { isStackFile } from "../project-copy.ts";
import { pluginFile, type Pulumi } from "../pulumi/distribution.ts";
import { versions } from "../versions.ts";
import type { Work } from "../work.ts";

/** Folder of the machine with the copy of the clone. */
export const cloneInMachine = "/srv/container-approaches";

/** Something of this host that the machine gets a copy of. */
export interface Part {
  /** For people, and the name of its key in the machine. */
  readonly title: string;
  /** Changes with what is copied. */
  readonly key: string;
  /** Folder of this host, and what of it is copied. */
  readonly from: string;
  readonly names: readonly string[];
  /** Folder of the machine that gets them. */
  readonly to: string;
  /** What is removed there before, and what is done after: shell code, run in `to`. @default nothing */
  readonly before?: string;
  readonly after?: string;
}

/** What a clone has of its own, or what only its own machine needs; documentation is there to be read here. */
const leftOut = new Set([".git", ".state", "node_modules", "docs", "reports", "results", "report"]);

/** All that the project's commands need in the machine, which has Docker itself: what takes long and seldom changes first. */
export async function partsOf(work: Work, pulumi: Pulumi): Promise<readonly Part[]> {
  return [
    await nodePart(),
    await npmPart(),
    ...(await pulumiParts(pulumi)),
    await basePart(work),
    await packagesPart(),
    await clonePart(),
  ];
}

async function nodePart(): Promise<Part> {
  const program = await realpath(process.execPath);
  return {
    title: "Node",
    key: hashOf([process.version, await stampOf(program)]),
    from: path.dirname(program),
    names: [path.basename(program)],
    to: "/usr/local/bin",
    after: "chmod 755 node",
  };
}

async function npmPart(): Promise<Part> {
  const program = await realpath((await onPath("npm")) ?? "");
  // Its program is bin/npm-cli.js of its package.
  const folder = path.dirname(path.dirname(program));
  const links = ["npm", "npx"].map(
    (name) => `ln -sf ../lib/node_modules/npm/bin/${name}-cli.js /usr/local/bin/${name}`,
  );
  return {
    title: "npm",
    key: hashOf([await stampOf(path.join(folder, "package.json")), ...links]),
    from: path.dirname(folder),
    names: [path.basename(folder)],
    to: "/usr/local/lib/node_modules",
    before: "rm -rf npm",
    after: links.join("; "),
  };
}

/** Its command line as the machine's user would have installed it, and its plugins. */
async function pulumiParts({ command, version, home }: Pulumi): Promise<readonly Part[]> {
  const program = await realpath(command);
  const plugins = versions.pulumi.plugins.map((plugin) =>
    pluginFile(home ?? path.join(process.env.HOME ?? "", ".pulumi"), plugin.name, plugin.version),
  );
  const [first = ""] = plugins;
  return [
    {
      title: "Pulumi",
      key: hashOf([version, await stampOf(program)]),
      from: path.dirname(program),
      names: ["pulumi", "pulumi-language-nodejs"],
      to: "/usr/local/bin",
    },
    {
      title: "Pulumi's plugins",
      key: hashOf(await Promise.all(plugins.map(stampOf))),
      from: path.dirname(path.dirname(first)),
      names: plugins.map((file) => path.basename(path.dirname(file))),
      to: "/root/.pulumi/plugins",
    },
  ];
}

async function basePart(work: Work): Promise<Part> {
  const folder = path.dirname(await ensureArchive(work));
  const name = path.basename(folder);
  return {
    title: "the base image",
    key: name,
    from: path.dirname(folder),
    names: [name],
    to: `/root/.cache/${path.basename(cacheRoot())}/${path.basename(path.dirname(folder))}`,
  };
}

async function packagesPart(): Promise<Part> {
  return {
    title: "npm's packages",
    key: hashOf([await readFile(path.join(projectRoot, "package-lock.json"))]),
    from: await realpath(path.join(projectRoot, "node_modules")),
    names: ["."],
    to: `${cloneInMachine}/node_modules`,
    before: `find . -mindepth 1 -maxdepth 1 -exec rm -rf {} +`,
  };
}

/** The sources. Stack files and the state are the machine's own. @param root of the checkout. @default this one */
export async function clonePart(root: string = projectRoot): Promise<Part> {
  const entries = await readdir(root);
  const names = entries.filter((name) => !leftOut.has(name) && !isStackFile(name)).sort();
  return {
    title: "the clone",
    key: await contentOf(root, names),
    from: root,
    names,
    to: cloneInMachine,
    before:
      "find . -mindepth 1 -maxdepth 1 ! -name node_modules ! -name .state ! -name 'Pulumi.*.yaml' -exec rm -rf {} +",
  };
}

/** Of a large file. */
async function stampOf(file: string): Promise<string> {
  const { size, mtimeMs } = await stat(file);
  return `${path.basename(file)} ${size} ${mtimeMs}`;
}

async function contentOf(root: string, names: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  const add = async (name: string): Promise<void> => {
    const file = path.join(root, name);
    const entries = await readdir(file).catch(() => undefined);
    hash.update(`${name}\n`);
    if (entries === undefined) hash.update(await readFile(file).catch(() => readlink(file)));
    else for (const entry of entries.sort()) await add(path.join(name, entry));
  };
  for (const name of names) await add(name);
  return hash.digest("hex").slice(0, 16);
}
