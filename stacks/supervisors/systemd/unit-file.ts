import type { ContextFile } from "../../contract.ts";
import { rootFolder } from "../../rendering/service-files.ts";
import { unitsFolder } from "./paths.ts";

/** A unit file of the image. */
export function unitFile(name: string, lines: readonly string[]): ContextFile {
  return { path: `${rootFolder}${unitsFolder}/${name}`, content: `${lines.join("\n")}\n`, mode: 0o644 };
}
