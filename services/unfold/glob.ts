import type { ImageFiles } from "./contract.ts";

/** Paths in an image that fit a pattern with `*`, `?` and `[...]` in its parts, sorted. */
export function globbed(files: ImageFiles, pattern: string): readonly string[] {
  const parts = pattern.split("/").filter(Boolean);
  const walk = (folder: string, [part, ...rest]: readonly string[]): readonly string[] => {
    if (part === undefined) return [folder];
    if (!/[*?[]/.test(part)) {
      const next = `${folder}/${part}`;
      return files.resolve(next) === undefined ? [] : walk(next, rest);
    }
    const fits = new RegExp(
      `^${part
        .replaceAll(/[.+^${}()|\\]/g, "\\$&")
        .replaceAll("*", "[^/]*")
        .replaceAll("?", "[^/]")}$`,
    );
    const names = files
      .list(folder === "" ? "/" : folder)
      .filter((name) => fits.test(name) && (!name.startsWith(".") || part.startsWith(".")));
    return names.flatMap((name) => walk(`${folder}/${name}`, rest));
  };
  return walk("", parts);
}
