import { execa } from "execa";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";

const gzip = Buffer.from([0x1f, 0x8b]);
const zstd = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/**
 * What images contain: all of `docker save`, with layers unpacked. The image store of containerd keeps them compressed.
 * @param argv words before a docker subcommand
 */
export async function* savedImages(argv: readonly string[], ids: readonly string[]): AsyncIterable<Buffer> {
  const [program = "", ...words] = [...argv, "save", ...ids];
  const child = execa(program, words, { buffer: false, encoding: "buffer" });
  const entries = child.stdout.pipe(extract());
  for await (const entry of entries) {
    yield Buffer.from(entry.header.name);
    yield* unpacked(entry as unknown as AsyncIterable<Buffer>);
  }
  await child;
}

async function* unpacked(content: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const chunks = content[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  if (first.value.subarray(0, 4).equals(zstd))
    throw new Error("a layer is compressed with zstd, which is not searched");
  const all = async function* () {
    yield first.value;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  };
  if (first.value.subarray(0, 2).equals(gzip))
    yield* Readable.from(all()).pipe(createGunzip()) as AsyncIterable<Buffer>;
  else yield* all();
}
