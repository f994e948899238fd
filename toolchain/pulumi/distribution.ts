import path from "node:path";
import { versions } from "../versions.ts";

/** A Pulumi command line that serves this project, with its plugins. */
export interface Pulumi {
  /** Path of the program. */
  readonly command: string;
  readonly version: string;
  /** The user's own, the vendor's download, or built here from Go modules. */
  readonly origin: "user" | "download" | "built";
  /** Folder with everything that PULUMI_HOME should name; undefined where the user's own home serves. */
  readonly home?: string;
}

/** An entry of the cache that holds a whole Pulumi: `bin` (command line, language host) and `home` (plugins). */
export function pulumiIn(entry: string, origin: "download" | "built"): Pulumi {
  return {
    command: path.join(entry, "bin", "pulumi"),
    version: versions.pulumi.pinned,
    origin,
    home: path.join(entry, "home"),
  };
}

/** Where Pulumi keeps a provider plugin. */
export function pluginFile(home: string, name: string, version: string): string {
  return path.join(home, "plugins", `resource-${name}-v${version}`, `pulumi-resource-${name}`);
}
