import { execa } from "execa";
import assert from "node:assert/strict";
import { cp, mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { compiledProgram, compiledWorkload, compiledWorkloads } from "../../../toolchain/program/compile.mjs";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

const root = resolve(import.meta.dirname, "../../..");
const compiler = join(root, "toolchain/program/compile.mjs");

describe("the compiled program", () => {
  const folder = useTemporaryFolder();
  const built = () => readdir(join(folder(), ".state/program"));

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(folder(), path)), { recursive: true });
    await writeFile(join(folder(), path), text);
  }

  /** A small project of the same form. */
  beforeEach(async () => {
    for (const path of ["docker/a.ts", "errors/a.ts", "services/a.ts", "toolchain/a.mjs"]) await write(path, "");
    await write("stacks/value.ts", "export const value: string = 'first';\n");
    await write("package-lock.json", "{}");
    await write(
      "index.ts",
      'import * as pulumi from "@pulumi/pulumi";\nimport { value } from "./stacks/value.ts";\nexport const url = value;\nexport const config = pulumi.Config;\n',
    );
    await symlink(join(root, "node_modules"), join(folder(), "node_modules"));
  });

  async function outputs(path: string): Promise<{ readonly url: string; readonly config: unknown }> {
    return (await import(pathToFileURL(path).href)) as { url: string; config: unknown };
  }

  it("does what index.ts does, with the SDK that is already loaded", async () => {
    const { url, config } = await outputs(await compiledProgram(folder()));
    assert.equal(url, "first");
    const pulumi = await import("@pulumi/pulumi");
    assert.equal(config, pulumi.Config);
  });

  it("is compiled once", async () => {
    const path = await compiledProgram(folder());
    const { mtimeMs, ino } = await stat(path);
    assert.equal(await compiledProgram(folder()), path);
    const again = await stat(path);
    assert.deepEqual([again.mtimeMs, again.ino], [mtimeMs, ino]);
  });

  for (const changed of ["stacks/value.ts", "index.ts", "package-lock.json", "toolchain/deep/new.mjs"]) {
    it(`is compiled again after a change of ${changed}, and the old one is removed`, async () => {
      const before = await compiledProgram(folder());
      await write(
        changed,
        changed.endsWith(".json") ? '{"changed":true}' : "export const value = 'second', url = value;\n",
      );
      const after = await compiledProgram(folder());
      assert.notEqual(after, before);
      assert.deepEqual(
        (await built()).map((name) => join(folder(), ".state/program", name)),
        [after],
      );
    });
  }

  it("is the same again after a change is reverted", async () => {
    const before = await compiledProgram(folder());
    await write("stacks/value.ts", "export const value: string = 'second';\n");
    assert.equal((await outputs(await compiledProgram(folder()))).url, "second");
    await write("stacks/value.ts", "export const value: string = 'first';\n");
    assert.equal(await compiledProgram(folder()), before);
  });

  it("is not compiled again for a file that is not part of it", async () => {
    const before = await compiledProgram(folder());
    await write("services/hello/server.py", "print()\n");
    await write("test/a.test.ts", "");
    await write("services/hello/deployed.test.ts", "export const a = 1;\n");
    await write("services/hello/workload.ts", "export const half = ;\n");
    await symlink("nobody@nowhere:1", join(folder(), "stacks/.#value.ts"));
    assert.equal(await compiledProgram(folder()), before);
  });

  it("stays if the sources do not compile", async () => {
    const before = await compiledProgram(folder());
    await write("stacks/value.ts", "export const value = ;\n");
    await assert.rejects(compiledProgram(folder()), /stacks\/value\.ts:1:21/);
    assert.deepEqual(
      (await built()).map((name) => join(folder(), ".state/program", name)),
      [before],
    );
  });

  it("is whole for each of several runs at once, in one process and in many", async () => {
    await write(".state/program/left-over.mjs.123", "half a progr");
    const code = `import(${JSON.stringify(pathToFileURL(compiler).href)}).then(async ({ compiledProgram }) => {
      process.stdout.write(await compiledProgram(process.cwd()));
    })`;
    const others = [1, 2].map(() => execa(process.execPath, ["--eval", code], { cwd: folder() }));
    const own = await Promise.all([1, 2, 3].map(() => compiledProgram(folder())));
    const paths = [...own, ...(await Promise.all(others)).map(({ stdout }) => stdout)];
    assert.equal(new Set(paths).size, 1);
    assert.deepEqual(await built(), [paths[0]?.split("/").at(-1)]);
    assert.equal((await outputs(paths[0] ?? "")).url, "first");
  });
});

describe("a compiled workload", () => {
  const folder = useTemporaryFolder();

  async function write(path: string, text: string): Promise<void> {
    await mkdir(dirname(join(folder(), path)), { recursive: true });
    await writeFile(join(folder(), path), text);
  }

  beforeEach(async () => {
    await write(
      "services/one/workload.ts",
      'import { value } from "./value.js";\nexport const workload: unknown = value;\n',
    );
    await write("services/one/value.js", "export const value = 'first';\n");
  });

  const loaded = async (name = "one") => (await compiledWorkloads(folder()).load(name)).workload as unknown;

  it("is what its module exports, compiled once", async () => {
    assert.equal(await loaded(), "first");
    const { mtimeMs } = await stat(await compiledWorkload(folder(), "one"));
    assert.equal((await stat(await compiledWorkload(folder(), "one"))).mtimeMs, mtimeMs);
  });

  it("is compiled again after a change of what it imports, also of JavaScript", async () => {
    await loaded();
    await write("services/one/value.js", "export const value = 'second';\n");
    assert.equal(await loaded(), "second");
    const files = await readdir(join(folder(), ".state/workloads"));
    assert.equal(files.filter((name) => name.endsWith(".mjs")).length, 1);
  });

  it("does not mind what lies beside it: an editor's lock, half a workload", async () => {
    await symlink("nobody@nowhere:1", join(folder(), "services/one/.#workload.ts"));
    await write("services/two/workload.ts", "export const workload = {");
    assert.equal(await loaded(), "first");
    await assert.rejects(loaded("two"), /services\/two\/workload\.ts:1:\d+/);
  });

  it("survives half a manifest", async () => {
    await loaded();
    await write(".state/workloads/one.json", '{"output":');
    assert.equal(await loaded(), "first");
  });
});

describe("this project's compiled program", () => {
  const folder = useTemporaryFolder();

  it("contains none of Pulumi's SDK, which keeps state in its modules, and everything else that it needs", async () => {
    for (const name of ["docker", "errors", "services", "stacks", "toolchain", "index.ts", "package-lock.json"]) {
      await cp(join(root, name), join(folder(), name), {
        recursive: true,
        filter: (path) => !path.includes("toolchain/go/"),
      });
    }
    await symlink(join(root, "node_modules"), join(folder(), "node_modules"));
    const text = await readFile(await compiledProgram(folder()), "utf8");
    // The compiler names each module that it puts in, in a comment.
    assert.doesNotMatch(text, /^\/\/ \S*node_modules\/@pulumi\//m);
    assert.match(text, /^\/\/ \S*node_modules\/execa\//m);
    assert.match(text, /^import .* from "@pulumi\/pulumi";$/m);
    const imported = [...text.matchAll(/^import .* from "([^"]+)";$/gm)].map(([, name = ""]) => name);
    const others = imported.filter((name) => !name.startsWith("node:") && !name.startsWith("@pulumi/"));
    assert.deepEqual(
      others.filter((name) => name.startsWith(".") || name.includes("/") || name === "execa"),
      [],
    );
  });
});
