import path from "node:path";
import { versions } from "../versions.ts";

/** A Pulumi command line that this project can use, with its plugins. */
export interface Pulumi {
  /** Path of the program. */
  readonly command: string;
  readonly version: string;
  /** The user's own, the vendor's download, or built here from Go modules. */
  readonly origin: "user" | "download" | "built";
  /** What to set PULUMI_HOME to; undefined if the user's own home has the plugins. */
  readonly home?: string;
}

/** The Pulumi in an entry of the cache: `bin` (command line, language host) and `home` (plugins). */
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
