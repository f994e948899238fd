import type { ImageConfig, ImageFiles } from "../../../../services/unfold/contract.ts";
import { filesOf, type Entry } from "../../../../services/unfold/image-files.ts";

/** An image with these files; one whose text begins with `->` is a link, and one that begins with `#!` a program. */
export function image(files: Readonly<Record<string, string>>): ImageFiles {
  return filesOf(
    new Map(
      Object.entries(files).map(([path, text]): [string, Entry] => {
        if (text.startsWith("->")) return [path, { kind: "link", target: text.slice(2).trim() }];
        return [path, { kind: "file", mode: text.startsWith("#!") ? 0o755 : 0o644, text }];
      }),
    ),
  );
}

/** How an image starts, without anything else. */
export function starts(entrypoint: readonly string[], given: Partial<ImageConfig> = {}): ImageConfig {
  return {
    entrypoint,
    command: [],
    env: {},
    user: "",
    workingDirectory: "",
    exposed: [],
    volumes: [],
    stopSignal: "",
    ...given,
  };
}
