import type { ContextFile } from "../contract.ts";
import { rootFolder } from "../rendering/service-files.ts";

/** A program of the image. @param path in the image */
export function program(path: string, lines: readonly string[]): ContextFile {
  return { path: `${rootFolder}${path}`, content: `${lines.join("\n")}\n`, mode: 0o755 };
}
