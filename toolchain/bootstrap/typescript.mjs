import { register } from "node:module";

/**
 * Lets this process import TypeScript.
 * @param {string} root the project's folder
 */
export async function loadTypeScript(root) {
  const { register: registerTsx } = await import("tsx/esm/api");
  registerTsx();
  // tsx takes what follows a question mark in a path for a query, and then a TypeScript file for a JavaScript one.
  if (root.includes("?")) register("./question-marks.mjs", import.meta.url);
}
