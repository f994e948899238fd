import type { ImageFiles } from "./contract.ts";
import { globbed } from "./glob.ts";
import { readIni, type IniValue } from "./ini.ts";

/** Where units are, the first first. */
export const folders = [
  "/etc/systemd/system",
  "/run/systemd/system",
  "/usr/local/lib/systemd/system",
  "/usr/lib/systemd/system",
  "/lib/systemd/system",
];

const dialect = { comments: /^\s*[;#]/, continues: "backslash" } as const;

/** A file of systemd, with what is put over it. */
export interface Unit {
  readonly name: string;
  readonly path: string;
  readonly isService: boolean;
  /** Values of a key, of the unit and what is put over it; an empty one forgets those before it. */
  all(section: string, key: string): readonly (IniValue & { readonly path: string })[];
}

/** @param name with its kind, such as `web.service` */
export function unitOf(files: ImageFiles, name: string): Unit | undefined {
  const base = name.replace(/@[^.]*\./, "@.");
  const path = [name, base]
    .flatMap((one) => folders.map((folder) => `${folder}/${one}`))
    .find((one) => files.read(one) !== undefined);
  if (path === undefined) return undefined;
  const over = folders.toReversed().flatMap((folder) => globbed(files, `${folder}/${name}.d/*.conf`));
  const parts = [path, ...over].map((one) => ({ path: one, sections: readIni(files.read(one) ?? "", dialect) }));
  return {
    name,
    path,
    isService: name.endsWith(".service"),
    all(section, key) {
      const values = parts.flatMap(({ path: from, sections }) =>
        sections
          .filter((one) => one.name === section)
          .flatMap((one) => (one.all.get(key) ?? []).map((value) => ({ ...value, path: from }))),
      );
      const forgotten = values.findLastIndex(({ text }) => text === "");
      return values.slice(forgotten + 1);
    },
  };
}
