/** Where a value is in a Compose file: keys, and `[]` for an item of a list. */
export type Path = readonly string[];

export const item = "[]";

/** As messages show it. */
export function shown(path: Path): string {
  return path.reduce((text, part) => (part === item ? `${text}[]` : text === "" ? part : `${text}.${part}`), "");
}

/** What has rules, by patterns such as `services.*.ports.[]`, where `*` stands for any key. */
export class ByPath<T> {
  readonly #patterns: readonly (readonly [parts: readonly string[], rule: T])[];

  constructor(rules: Readonly<Record<string, T>>) {
    this.#patterns = Object.entries(rules).map(([pattern, rule]) => [pattern.split("."), rule] as const);
  }

  /** The rule of the first pattern that fits. */
  at(path: Path): T | undefined {
    return this.#patterns.find(([parts]) => fits(path, parts))?.[1];
  }
}

function fits(path: Path, parts: readonly string[]): boolean {
  return path.length === parts.length && parts.every((part, index) => part === "*" || part === path[index]);
}
