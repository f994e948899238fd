import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { variants } from "../../../lab/variants.ts";
import type { Confinement } from "../../../stacks/confinement.ts";
import type { Approach, HostFacts } from "../../../stacks/contract.ts";
import { byKind, sharing } from "../../support/unit/golden-trees.ts";
import { checkGoldens, updating, type Tree } from "../../support/unit/goldens.ts";
import { readable, summarized } from "../../support/unit/readable.ts";
import { full, ownWorkload, ownWorkloadNames, registered, settingsFor } from "../../support/unit/subjects.ts";
import { textOf } from "../../support/unit/text-of.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

/** The one workload of which all that is rendered is kept. Of the others it is a summary, since they would show the same again. */
const wholeWorkload = "everything";
/** Plain forms cannot run it: they refuse services that run to completion. */
const plainWorkload = "hello";

const goldens = resolve(import.meta.dirname, "../golden");
const summaries = join(goldens, "summaries");
const summarizedNames = ownWorkloadNames.filter((name) => name !== wholeWorkload);

async function rendered(approach: Approach, name: string, cgroupVersion?: HostFacts["cgroupVersion"]) {
  const workload = await ownWorkload(name);
  const host = cgroupVersion === undefined ? {} : { host: { cgroupVersion, containersCgroup: "docker" } };
  return { workload, rendering: approach.render(workload, { ...settingsFor(approach, workload), ...host }) };
}

function wholeOf({ plainOf }: Approach): string {
  return plainOf === undefined ? wholeWorkload : plainWorkload;
}

/** Everything that an approach renders; where it reads the host, what differs once for each kind. */
async function treeOf(approach: Approach): Promise<Tree> {
  const read = async (version?: HostFacts["cgroupVersion"]) => {
    const { rendering, workload } = await rendered(approach, wholeOf(approach), version);
    return readable(rendering, workload);
  };
  return approach.readsHost ? byKind({ "cgroup-v1": await read(1), "cgroup-v2": await read(2) }) : read();
}

describe("goldens", () => {
  let trees: Readonly<Record<string, Tree>>;
  before(async () => {
    const treesOf = async (some: readonly Approach[]) =>
      Object.fromEntries(await Promise.all(some.map(async (one) => [one.name, await treeOf(one)] as const)));
    const plain = registered.filter((one) => !full.includes(one));
    trees = { ...sharing(await treesOf(full)), ...(await treesOf(plain)) };
  });

  const names = registered.map((approach) => [approach.name, wholeOf(approach)] as const);
  for (const [name, workload] of [["common", wholeWorkload] as const, ...names]) {
    it(`${name} / ${workload} is rendered as they say`, async () => {
      await checkGoldens(join(goldens, name), trees[name] ?? {});
    });
  }

  for (const name of summarizedNames) {
    it(`${name} is rendered by each approach as its summary says`, async () => {
      const { services } = await ownWorkload(name);
      // Plain forms refuse what runs to completion.
      const fitting = services.some(({ completes }) => completes !== undefined) ? full : registered;
      const texts = fitting.map(async (approach) => {
        const { rendering } = await rendered(approach, name);
        return [`${approach.name}.yaml`, summarized(rendering)] as const;
      });
      await checkGoldens(join(summaries, name), Object.fromEntries(await Promise.all(texts)));
    });
  }

  for (const { id, approach, config } of variants) {
    it(`of the variant ${id} are what differs from its approach`, async () => {
      const workload = await ownWorkload(plainWorkload);
      const host: HostFacts = { cgroupVersion: 1, containersCgroup: "docker" };
      const tree = (more: Confinement) =>
        readable(approach.render(workload, { ...settingsFor(approach, workload), host, ...more }), workload);
      const plain = tree({});
      const changed = Object.entries(tree(config)).filter(([path, text]) => plain[path] !== text);
      assert.notEqual(changed.length, 0);
      await checkGoldens(join(goldens, "variants", id), Object.fromEntries(changed));
    });
  }

  it("differ between kinds of host in containers and warnings alone, and only for approaches that read the host", () => {
    for (const { name, readsHost } of registered) {
      const paths = Object.keys(trees[name] ?? {}).filter((path) => path.startsWith("cgroup-"));
      assert.equal(paths.length > 0, readsHost === true, name);
      for (const path of paths) assert.match(path, /^cgroup-v[12]\/(containers|warnings)\.yaml$/, name);
    }
  });

  it("exist only for approaches and workloads that exist", async () => {
    const leftOver = [
      ...(await others(goldens, ["common", "compose", "summaries", "variants", ...registered.map(({ name }) => name)])),
      ...(await others(summaries, summarizedNames)),
      ...(await others(
        join(goldens, "variants"),
        variants.map(({ id }) => id),
      )),
    ];
    if (updating) await Promise.all(leftOver.map((path) => rm(path, { recursive: true })));
    else assert.deepEqual(leftOver, [], "remove them with: npm run goldens");
  });
});

/** What else is in a folder. */
async function others(folder: string, expected: readonly string[]): Promise<string[]> {
  return (await readdir(folder)).filter((name) => !expected.includes(name)).map((name) => join(folder, name));
}

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
    const { rendering } = await rendered(approach, wholeWorkload);
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
