import type { ImageConfig } from "./contract.ts";

/** `A="x",B=y`, over several lines. */
export function pairs(text: string): Readonly<Record<string, string>> {
  const found = text.matchAll(/([\w.]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^,\n]*))/g);
  return Object.fromEntries(
    [...found].map(([, name = "", double, single, bare]) => [name, double ?? single ?? (bare ?? "").trim()]),
  );
}

/** The variables of the image, as values of the file name them: `%(ENV_NAME)s`. */
export function envOf({ env }: ImageConfig): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [`ENV_${name}`, value]));
}

/** Python's expansions, such as `%(program_name)s` and `%(process_num)02d`. What is not known stays. */
export function expand(text: string, facts: Readonly<Record<string, string>>): string {
  return text
    .replaceAll(/%\(([^)]+)\)(0?\d*)([sd])/g, (all, name: string, width: string) => {
      const value = facts[name];
      return value === undefined ? all : value.padStart(Number(width), width.startsWith("0") ? "0" : " ");
    })
    .replaceAll("%%", "%");
}
