// What Pulumi runs (`main` in package.json): index.ts, as one compiled file. Compiling each module as it is loaded costs about a second
// of every preview, up and destroy, also of those that change nothing. The compiled file's name is the hash of the sources, so the
// program that runs is never a stale build, and nothing is compiled unless a source changed.

import { pathToFileURL } from "node:url";
import { compiledProgram } from "./compile.mjs";

// Pulumi starts programs in the project's folder.
const program = await import(pathToFileURL(await compiledProgram(process.cwd())).href);

/** Stack outputs. */
export const { schemaVersion, instance, systems, deployments, url } = program;
