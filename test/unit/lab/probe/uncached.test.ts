import { execa } from "execa";
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const program = resolve(import.meta.dirname, "../../../../lab/probe/uncached.py");

/** An entry of manifest.json. */
interface Image {
  readonly Config: string;
  readonly RepoTags: readonly string[];
  readonly Layers: readonly string[];
}

describe("lab / probe uncached.py", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "container-approaches-uncached-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** An archive of images that share one layer and have one layer each, in the given order. */
  async function archiveOf(names: readonly string[]): Promise<Buffer> {
    const layer = async (name: string) => {
      await mkdir(join(folder, name));
      await writeFile(join(folder, `${name}.txt`), name);
      await execa("tar", ["-C", folder, "-cf", join(folder, name, "layer.tar"), `${name}.txt`]);
      return `${name}/layer.tar`;
    };
    const shared = await layer("shared");
    const manifest: Image[] = [];
    for (const name of names) {
      const config = JSON.stringify({ config: { Env: [name] }, rootfs: { type: "layers", diff_ids: ["old", "old"] } });
      await writeFile(join(folder, `${name}.json`), config);
      manifest.push({ Config: `${name}.json`, RepoTags: [`${name}:1`], Layers: [shared, await layer(name)] });
    }
    await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
    const { stdout } = await execa(
      "tar",
      ["-C", folder, "-c", "manifest.json", "shared", ...names, ...configs(names)],
      {
        encoding: "buffer",
      },
    );
    return Buffer.from(stdout);
  }

  async function rewritten(archive: Buffer, images: readonly string[]) {
    const { stdout } = await execa("python3", [program, "again", ...images], { input: archive, encoding: "buffer" });
    const input = Buffer.from(stdout);
    const read = async (name: string) => (await execa("tar", ["-xOf", "-", name], { input })).stdout;
    const listed = async (layer: string) => {
      await execa("tar", ["-C", folder, "-xf", "-", layer], { input });
      return (await execa("tar", ["-tf", join(folder, layer)])).stdout.split("\n");
    };
    return { manifest: JSON.parse(await read("manifest.json")) as Image[], read, listed };
  }

  it("names images in the order of the arguments, not of the archive", async () => {
    for (const saved of [
      ["server", "client"],
      ["client", "server"],
    ]) {
      const { manifest, listed } = await rewritten(await archiveOf(saved), ["server:1", "client:1"]);
      const own = manifest.map(async ({ RepoTags, Layers }) => [RepoTags, (await listed(Layers[1] ?? ""))[0]] as const);
      assert.deepEqual((await Promise.all(own)).sort(), [
        [["again:0"], "server.txt"],
        [["again:1"], "client.txt"],
      ]);
      await rm(folder, { recursive: true });
      await mkdir(folder);
    }
  });

  it("gives every layer another digest, and keeps shared layers shared", async () => {
    const { manifest, read, listed } = await rewritten(await archiveOf(["server", "client"]), ["server:1", "client:1"]);
    const [server, client] = manifest;
    assert(server && client);
    assert.equal(server.Layers[0], client.Layers[0]);
    assert.notEqual(server.Layers[1], client.Layers[1]);
    assert.deepEqual(await listed(server.Layers[0] ?? ""), ["shared.txt", "usr/.lab-mark"]);
    const { config, rootfs } = JSON.parse(await read(server.Config)) as {
      readonly config: { readonly Env: readonly string[] };
      readonly rootfs: { readonly diff_ids: readonly string[] };
    };
    assert.deepEqual(config.Env, ["server"]);
    assert.deepEqual(
      rootfs.diff_ids,
      server.Layers.map((layer) => `sha256:${layer.replace(/\.tar$/, "")}`),
    );
  });
});

function configs(names: readonly string[]): string[] {
  return names.map((name) => `${name}.json`);
}
