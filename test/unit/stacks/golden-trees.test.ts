import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { byKind, sharing } from "../../support/unit/golden-trees.ts";
import { checkGoldens } from "../../support/unit/goldens.ts";
import { summarized } from "../../support/unit/readable.ts";
import { ownWorkload, registered, settingsFor } from "../../support/unit/subjects.ts";
import { textOf } from "../../support/unit/text-of.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

describe("what goldens are kept of", () => {
  it("stands once where two or more agree and no other differs", () => {
    const trees = { a: { x: "1", y: "1", z: "1" }, b: { x: "1", y: "2" }, c: { y: "1" } };
    assert.deepEqual(sharing(trees), {
      common: { x: "1" },
      a: { y: "1", z: "1" },
      b: { y: "2" },
      c: { y: "1" },
    });
  });

  it("stands for each kind of host where those differ", () => {
    assert.deepEqual(byKind({ one: { x: "1", y: "1" }, two: { x: "1", y: "2", z: "3" } }), {
      x: "1",
      "one/y": "1",
      "two/y": "2",
      "two/z": "3",
    });
  });

  it("changes in a summary with each byte, mode and name of a file", async () => {
    const [approach] = registered;
    assert.ok(approach);
    const workload = await ownWorkload("everything");
    const rendering = approach.render(workload, settingsFor(approach, workload));
    const [image, ...images] = rendering.images;
    const [file, ...files] = image?.files ?? [];
    assert.ok(image && file);
    const withFile = (changed: Partial<typeof file>) =>
      summarized({ ...rendering, images: [{ ...image, files: [{ ...file, ...changed }, ...files] }, ...images] });
    const summary = summarized(rendering);
    assert.equal(withFile({}), summary);
    for (const changed of [{ content: `${textOf(file)} ` }, { mode: file.mode ^ 1 }, { path: `${file.path}x` }])
      assert.notEqual(withFile(changed), summary);
    const dockerfile = `${image.dockerfile}# \n`;
    assert.notEqual(summarized({ ...rendering, images: [{ ...image, dockerfile }, ...images] }), summary);
  });
});

describe("the comparison with goldens", () => {
  const folder = useTemporaryFolder();
  const golden = { "containers.yaml": "a: 1\n", "images/web/Dockerfile": "FROM base\n" };

  beforeEach(async () => {
    await checkGoldens(folder(), golden, true);
  });

  it("finds no difference in what it has written", async () => {
    await checkGoldens(folder(), golden, false);
  });

  it("fails on a file that is different, with both texts and the command to run", async () => {
    const wanted = { ...golden, "containers.yaml": "a: 2\n" };
    await assert.rejects(checkGoldens(folder(), wanted, false), (error: assert.AssertionError) => {
      assert.match(error.message, /containers\.yaml: is rendered differently now\n.*npm run goldens/);
      assert.equal(error.actual, "=== containers.yaml\na: 2\n");
      assert.equal(error.expected, "=== containers.yaml\na: 1\n");
      return true;
    });
  });

  it("fails on a file that has no golden", async () => {
    const wanted = { ...golden, "services.yaml": "{}\n" };
    await assert.rejects(checkGoldens(folder(), wanted, false), /services\.yaml: has no golden yet/);
  });

  it("fails on a golden that nothing renders", async () => {
    const wanted = { "containers.yaml": "a: 1\n" };
    await assert.rejects(checkGoldens(folder(), wanted, false), /images\/web\/Dockerfile: a golden of something/);
  });

  it("removes stale files and folders in an update", async () => {
    await mkdir(join(folder(), "images/old"), { recursive: true });
    await writeFile(join(folder(), "images/old/Dockerfile"), "FROM old\n");
    await checkGoldens(folder(), golden, true);
    assert.deepEqual(await readdir(join(folder(), "images")), ["web"]);
    assert.equal(await readFile(join(folder(), "containers.yaml"), "utf8"), "a: 1\n");
  });
});
