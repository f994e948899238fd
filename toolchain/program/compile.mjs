// Compiles the Pulumi program, and the workload that it deploys, into files under .state.

import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

/** Folders of what index.ts imports. */
const sourceFolders = ["docker", "errors", "services", "stacks", "toolchain"];
// Neither hidden files, such as an editor's locks, nor workloads, of which only one is used.
const isSource = (path) =>
  /(?<!\.test)\.(ts|mjs|json)$/.test(path) && !/(^|\/)\./.test(path) && !/^services\/[^/]+\//.test(path);

/** See compile.d.mts. */
export async function compiledProgram(project) {
  const folder = join(project, ".state", "program");
  const target = join(folder, `${await sourcesHash(project)}.mjs`);
  if (await exists(target)) return target;
  await mkdir(folder, { recursive: true });
  // Another run may write the same program meanwhile: that one stays.
  const stale = (await readdir(folder)).filter((name) => name !== basename(target));
  const { text } = await bundled(project, "index.ts");
  await writeWhole(target, text);
  await Promise.all(stale.map((name) => rm(join(folder, name), { force: true })));
  return target;
}

/** See compile.d.mts. */
export function compiledWorkloads(project) {
  return {
    path: join(project, "services"),
    load: async (name) => import(pathToFileURL(await compiledWorkload(project, name)).href),
  };
}

/** See compile.d.mts. */
export async function compiledWorkload(project, name) {
  const folder = join(project, ".state", "workloads");
  const manifest = join(folder, `${name}.json`);
  const known = await jsonIn(manifest);
  if (known !== undefined && (await exists(join(folder, known.output))) && (await areUnchanged(project, known.inputs)))
    return join(folder, known.output);
  const { text, inputs } = await bundled(project, `services/${name}/workload.ts`);
  await mkdir(folder, { recursive: true });
  const output = `${name}.${sha256(text).slice(0, 16)}.mjs`;
  await writeWhole(join(folder, output), text);
  const hashes = inputs.map(async (path) => [path, sha256(await readFile(join(project, path)))]);
  await writeWhole(manifest, JSON.stringify({ output, inputs: Object.fromEntries(await Promise.all(hashes)) }));
  const stale = (await readdir(folder)).filter((entry) => entry !== output && isOutputOf(entry, name));
  await Promise.all(stale.map((entry) => rm(join(folder, entry), { force: true })));
  return join(folder, output);
}

/** @param {string} entry @param {string} name */
function isOutputOf(entry, name) {
  return entry.startsWith(`${name}.`) && entry.endsWith(".mjs");
}

/** @param {string} project @param {Record<string, string>} inputs */
async function areUnchanged(project, inputs) {
  const same = Object.entries(inputs).map(async ([path, hash]) => {
    const content = await readFile(join(project, path)).catch(() => undefined);
    return content !== undefined && sha256(content) === hash;
  });
  return (await Promise.all(same)).every(Boolean);
}

/** @param {string} file */
async function jsonIn(file) {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    // There is none, or half of one: it is compiled again.
    return undefined;
  }
}

/** @param {string | Buffer} content */
function sha256(content) {
  return createHash("sha256").update(content).digest("hex");
}

/** @param {string} project @param {string} entry */
async function bundled(project, entry) {
  // Loaded only if needed: it starts a process of its own.
  const { build } = await import("esbuild");
  const { outputFiles, metafile } = await build({
    absWorkingDir: project,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "silent",
    // The SDKs keep state in their modules, so they must be the instances that the language host has loaded.
    external: ["@pulumi/*", "esbuild"],
    // Bundled CommonJS packages call require for Node's own modules.
    banner: {
      js: 'import { createRequire as requireFor } from "node:module"; const require = requireFor(import.meta.url);',
    },
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error("the compiler wrote nothing");
  return { text: output.text, inputs: Object.keys(metafile.inputs) };
}

/** @param {string} project */
async function sourcesHash(project) {
  const hash = createHash("sha256");
  for (const path of ["package-lock.json", "index.ts", ...(await sourcePaths(project))]) {
    hash
      .update(path)
      .update("\0")
      .update(await readFile(join(project, path)))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}

/** @param {string} project */
async function sourcePaths(project) {
  const lists = sourceFolders.map(async (folder) => {
    const entries = await readdir(join(project, folder), { recursive: true });
    return entries
      .map((entry) => join(folder, entry))
      .filter((path) => isSource(path) && !path.startsWith("toolchain/go/"));
  });
  return (await Promise.all(lists)).flat().sort();
}

/**
 * In one step, so that neither an interruption nor a second run at the same time leaves half a program.
 * @param {string} path
 * @param {string} text
 */
async function writeWhole(path, text) {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, text);
  await rename(draft, path);
}

/** @param {string} path */
async function exists(path) {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
