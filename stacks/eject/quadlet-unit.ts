/** A file for podman's Quadlet, in ~/.config/containers/systemd or /etc/containers/systemd. */
export interface EjectedFile {
  readonly name: string;
  readonly content: string;
}

/** A line of a unit. */
export type Pair = readonly [key: string, value: string];

/** A section of a unit, with its lines in order. */
export type Section = readonly [name: string, pairs: readonly Pair[]];

/** A unit, without the sections that have no lines. */
export function unit(name: string, sections: readonly Section[]): EjectedFile {
  const text = sections
    .filter(([, pairs]) => pairs.length > 0)
    .map(([section, pairs]) => [`[${section}]`, ...pairs.map(([key, value]) => `${key}=${value}`), ""].join("\n"));
  return { name, content: text.join("\n") };
}

/** Labels of a container, a network or a volume. */
export function labels(pairs: Readonly<Record<string, string>>): readonly Pair[] {
  return Object.entries(pairs).map(([name, value]) => ["Label", quoted(`${name}=${value}`)] as const);
}

/** A word of a key that Quadlet splits at blanks: it takes backslashes and quotes. */
export function quoted(text: string): string {
  const escaped = raw(text)
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
  return /^[\w@+=:,./-]+$/.test(text) ? text : `"${escaped}"`;
}

/**
 * The value of a key that Quadlet takes as it stands: it becomes a word of ExecStart, where systemd expands `%h` and `${NAME}`; both signs
 * written twice mean themselves.
 */
export function raw(text: string): string {
  return text.replaceAll("%", "%%").replaceAll("$", "$$$$");
}

/** Whether a key without quotes can have it: it is one line, and neither trimmed nor joined with the next. */
export function isPlain(text: string): boolean {
  return /^[^\s"'\\\p{Cc}][^"'\\\p{Cc}]*$/u.test(text) && text.trim() === text;
}

/** An option of podman for which Quadlet has no key, or none that takes this value. */
export function podmanArg(option: string, value: string): Pair {
  return ["PodmanArgs", quoted(`--${option}=${value}`)];
}

/** A key where it takes the value, else podman's option. */
export function keyOr(key: string, option: string, value: string): Pair {
  return isPlain(value) ? [key, raw(value)] : podmanArg(option, value);
}
