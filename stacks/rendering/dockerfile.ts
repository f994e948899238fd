/** One instruction, with a reason if it is not obvious. */
export type Line = string | { readonly why: string; readonly line: string };

/** Dockerfile text from its lines. Exec form and plain instructions only, so that both the legacy builder and BuildKit accept it. */
export function dockerfile(lines: readonly Line[]): string {
  const text = lines.map((entry) => (typeof entry === "string" ? entry : `# ${entry.why}\n${entry.line}`));
  return `${text.join("\n")}\n`;
}

/**
 * The base image and a layer with packages, the same for all images with the same packages. Package lists are removed.
 */
export function baseWithPackages(baseImage: string, packages: readonly string[]): Line[] {
  const from = `FROM ${baseImage}`;
  const names = [...new Set(packages)].sort();
  if (names.length === 0) return [from];
  const install = [
    // Small base images lack these folders, and packages such as Java's fail without them: they put links into them.
    "RUN for section in 1 2 3 4 5 6 7 8; do mkdir -p /usr/share/man/man$section; done",
    "apt-get update",
    `DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends ${names.join(" ")}`,
    "rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb /var/log/apt /var/log/dpkg.log",
  ];
  return [from, install.join(" \\\n && ")];
}

/** COPY in exec form. Permission bits come from the build context: the legacy builder has no `COPY --chmod`. */
export function copyTree(from: string, to: string): string {
  return `COPY ${JSON.stringify([from, to])}`;
}

/**
 * The same Dockerfile with labels.
 * @param shared what it begins with that others begin with, too: labels come right after it. @default the whole text
 */
export function labelled(text: string, labels: Readonly<Record<string, string>>, shared = text): string {
  if (!text.startsWith(shared)) throw new Error("a Dockerfile begins with what it shares with others");
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${shared}LABEL ${pairs.join(" \\\n      ")}\n${text.slice(shared.length)}`;
}
