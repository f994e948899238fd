import { transform } from "esbuild";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** A hook of Node's loader, before tsx: compiles TypeScript below folders with a question mark in their names. */
export async function load(url, context, next) {
  if (!url.startsWith("file:") || !url.endsWith(".ts")) return next(url, context);
  const sourcefile = fileURLToPath(url);
  const options = { sourcefile, loader: "ts", format: "esm", target: "node20", sourcemap: "inline" };
  const { code } = await transform(await readFile(sourcefile, "utf8"), options);
  return { format: "module", source: code, shortCircuit: true };
}
