import { execa } from "execa";
import assert from "node:assert/strict";
import { lstat, mkdir, readlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { configLinks, configMounts } from "../../../../stacks/rendering/configs.ts";
import { secretMounts } from "../../../../stacks/rendering/secrets.ts";
import { quietService, sampleService } from "../../../support/unit/samples.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("the mount of secrets", () => {
  it("has a file for each service that asks, which its user alone can read", () => {
    const web = sampleService({ user: { uid: 1, gid: 2 }, secrets: { token: {} } });
    const worker = quietService({ user: { uid: 3, gid: 4 }, secrets: { token: { file: "mine", variable: "X" } } });
    assert.deepEqual(secretMounts([web, quietService({ name: "none" }), worker], "secrets"), [
      {
        kind: "delivered",
        name: "secrets",
        path: "/run/secrets",
        storage: "memory",
        files: [
          { path: "token", owner: { uid: 1, gid: 2 }, mode: 0o400, content: { secret: "token" }, reader: "web" },
          { path: "mine", owner: { uid: 3, gid: 4 }, mode: 0o400, content: { secret: "token" }, reader: "worker" },
        ],
      },
    ]);
  });

  it("is none without secrets", () => {
    assert.deepEqual(secretMounts([sampleService(), quietService({ secrets: {} })], "secrets"), []);
  });
});

describe("the mount of configuration", () => {
  const folder = useTemporaryFolder();
  const service = sampleService({
    configs: [
      { path: "/etc/web.conf", files: [{ path: "", base64: base64("one") }] },
      {
        path: "/etc/web.d",
        files: [
          { path: "a", base64: base64("two") },
          { path: "below/b", base64: base64("three") },
        ],
      },
    ],
  });

  it("has an entry for each file and folder of the workload, which every service can read and none can write", () => {
    const [mount, ...more] = configMounts([service, quietService()], "config");
    assert.ok(mount);
    assert.deepEqual([mount.path, mount.storage, more], ["/opt/container-approaches/config", "disk", []]);
    assert.deepEqual(
      mount.files.map(({ path, content }) => [path, content]),
      [
        ["web-0", { base64: base64("one") }],
        ["web-1/a", { base64: base64("two") }],
        ["web-1/below/b", { base64: base64("three") }],
      ],
    );
    for (const { owner, mode, reader } of mount.files)
      assert.deepEqual([owner, mode, reader], [{ uid: 0, gid: 0 }, 0o444, "web"]);
  });

  it("is none without configuration", () => {
    assert.deepEqual(configMounts([quietService()], "config"), []);
    assert.deepEqual(configLinks([quietService()]), []);
  });

  it("is reached by links of the image, whatever stands in a path and whatever was there", async () => {
    const path = join(folder(), 'it\'s a "path"\nof $HOME', "ü `id`\\");
    const present = join(folder(), "present");
    await mkdir(present);
    await writeFile(join(present, "file"), "");
    const configs = [path, present].map((one) => ({ path: one, files: [] }));
    for (const line of configLinks([sampleService({ configs })])) {
      const [program = "", ...args] = JSON.parse(line.slice("RUN ".length)) as string[];
      await execa(program, args);
    }
    assert.equal(await readlink(path), "/opt/container-approaches/config/web-0");
    assert.ok((await lstat(present)).isSymbolicLink());
  });
});
