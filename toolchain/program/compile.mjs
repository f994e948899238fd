// Compiles the Pulumi program into one file under .state/program.

import { createHash, randomUUID } from "node:crypto";
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

/** Folders of what index.ts imports. */
const sourceFolders = ["docker", "errors", "services", "stacks", "toolchain"];
const isSource = /(?<!\.test)\.(ts|mjs|json)$/;

/** See compile.d.mts. */
export async function compiledProgram(project) {
  const folder = join(project, ".state", "program");
  const target = join(folder, `${await sourcesHash(project)}.mjs`);
  if (await exists(target)) return target;
  await mkdir(folder, { recursive: true });
  // Another run may write the same program meanwhile: that one stays.
  const stale = (await readdir(folder)).filter((name) => name !== basename(target));
  await writeWhole(target, await compile(project));
  await Promise.all(stale.map((name) => rm(join(folder, name), { force: true })));
  return target;
}

/** @param {string} project */
async function compile(project) {
  // Loaded only if needed: it starts a process of its own.
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    absWorkingDir: project,
    entryPoints: ["index.ts"],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "silent",
    // The SDKs keep state in their modules, so they must be the instances that the language host has loaded.
    external: ["@pulumi/*"],
    // Bundled CommonJS packages call require for Node's own modules.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error("the compiler wrote nothing");
  return output.text;
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
      .filter((path) => isSource.test(path) && !path.startsWith("toolchain/go/"));
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
