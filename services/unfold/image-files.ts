import { posix } from "node:path";
import type { Readable } from "node:stream";
import { extract, type Header } from "tar-stream";
import type { ImageFiles } from "./contract.ts";

/** No configuration of a supervisor is longer. */
const longestText = 1024 * 1024;
const deepestLinks = 40;

export type Entry =
  | { readonly kind: "folder" }
  | { readonly kind: "link"; readonly target: string }
  | { readonly kind: "file"; readonly mode: number; readonly text: string | undefined };

/** Where configurations of supervisors, scripts and lists of users are. The rest of an image is only known by name. */
const readable =
  /^\/(?:etc|opt|usr\/(?:local|lib\/systemd|etc|share\/supervisor)|lib\/systemd|run|service|var\/(?:service|run)|package|command|root|home|app|srv|init|entrypoint|docker-entrypoint|start|run\.sh|[^/]+\.sh)(?:\/|$|\.)|^\/[^/]+$/;

/**
 * The files of an image.
 * @param archive a tar archive of its root, such as `docker export` writes
 */
export async function imageFiles(archive: Readable): Promise<ImageFiles> {
  const entries = new Map<string, Entry>([["/", { kind: "folder" }]]);
  const tar = extract();
  archive.pipe(tar);
  for await (const stream of tar) {
    const path = absolute(stream.header.name).replace(/(?<=.)\/$/, "");
    const entry = await entryOf(path, stream.header, stream, entries);
    if (entry !== undefined) entries.set(path, entry);
    stream.resume();
  }
  return filesOf(entries);
}

/** What is read of a header. Where nothing is written, a link's target is null, which its type does not say. */
interface EntryHeader extends Pick<Header, "type" | "mode" | "size"> {
  readonly linkname: string | null;
}

/**
 * @param before what the archive had up to here: a hard link is to one of them
 * @returns undefined for what is none of these, such as a device
 */
async function entryOf(
  path: string,
  { type, linkname, mode, size }: EntryHeader,
  content: AsyncIterable<unknown>,
  before: ReadonlyMap<string, Entry>,
): Promise<Entry | undefined> {
  if (type === "symlink") return { kind: "link", target: linkname ?? "" };
  if (type === "link") return before.get(absolute(linkname ?? "")) ?? { kind: "file", mode, text: undefined };
  if (type === "directory") return { kind: "folder" };
  if (type !== "file") return undefined;
  const wanted = size <= longestText && readable.test(path);
  return { kind: "file", mode, text: wanted ? await textOf(content) : undefined };
}

function absolute(name: string): string {
  return posix.join("/", name);
}

async function textOf(stream: AsyncIterable<unknown>): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  const bytes = Buffer.concat(chunks);
  return bytes.includes(0) ? undefined : bytes.toString("utf8");
}

/** @param entries by absolute path, as an archive has them */
export function filesOf(entries: ReadonlyMap<string, Entry>): ImageFiles {
  const children = new Map<string, Set<string>>();
  for (const path of entries.keys()) {
    for (let child = path; child !== "/"; child = posix.dirname(child)) {
      const parent = posix.dirname(child);
      children.set(parent, (children.get(parent) ?? new Set()).add(posix.basename(child)));
    }
  }
  const resolve = (path: string, left = deepestLinks): string | undefined => {
    let found = "/";
    for (const part of path.split("/").filter((one) => one !== "" && one !== ".")) {
      const next = part === ".." ? posix.dirname(found) : posix.join(found, part);
      const entry = entries.get(next);
      if (entry?.kind === "link") {
        if (left === 0) return undefined;
        const target = entry.target.startsWith("/") ? entry.target : posix.join(posix.dirname(next), entry.target);
        const followed = resolve(target, left - 1);
        if (followed === undefined) return undefined;
        found = followed;
      } else if (entry !== undefined || children.has(next)) found = next;
      else return undefined;
    }
    return found;
  };
  const at = (path: string) => entries.get(resolve(path) ?? "");
  return {
    resolve: (path) => resolve(path),
    read: (path) => {
      const entry = at(path);
      return entry?.kind === "file" ? entry.text : undefined;
    },
    list: (path) => [...(children.get(resolve(path) ?? "") ?? [])].sort(),
    isProgram: (path) => {
      const entry = at(path);
      return entry?.kind === "file" && (entry.mode & 0o111) !== 0;
    },
  };
}
