import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Approach, HostFacts } from "../../../stacks/contract.ts";
import { checkGoldens, updating } from "../../support/unit/goldens.ts";
import { readable } from "../../support/unit/readable.ts";
import { ownWorkload, ownWorkloadNames, registered, settingsFor } from "../../support/unit/subjects.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

const goldens = resolve(import.meta.dirname, "../golden");

interface Subject {
  readonly folder: string;
  /** The workload. */
  readonly name: string;
  readonly host: { readonly host?: HostFacts };
}

/** Each workload; where the approach reads the host, once for each kind of host. */
function subjectsOf({ readsHost }: Approach): Subject[] {
  if (!readsHost) return ownWorkloadNames.map((name) => ({ folder: name, name, host: {} }));
  return ownWorkloadNames.flatMap((name) =>
    ([1, 2] as const).map((cgroupVersion) => {
      return { folder: `${name}-cgroup-v${cgroupVersion}`, name, host: { host: { cgroupVersion } } };
    }),
  );
}

describe("goldens", () => {
  for (const approach of registered) {
    for (const { folder, name, host } of subjectsOf(approach)) {
      it(`${approach.name} / ${folder} renders its goldens`, async () => {
        const workload = await ownWorkload(name);
        const rendering = approach.render(workload, { ...settingsFor(approach, workload), ...host });
        await checkGoldens(join(goldens, approach.name, folder), readable(rendering, workload));
      });
    }
  }

  it("exist only for approaches and workloads that exist", async () => {
    const expected = registered
      .flatMap((approach) => subjectsOf(approach).map(({ folder }) => join(approach.name, folder)))
      .sort();
    const folders = (await readdir(goldens, { withFileTypes: true })).map(({ name }) => name);
    const nested = folders.map(async (name) => (await readdir(join(goldens, name))).map((inner) => join(name, inner)));
    const present = (await Promise.all(nested)).flat().sort();
    const leftOver = present.filter((path) => !expected.includes(path));
    if (updating) await Promise.all(leftOver.map((path) => rm(join(goldens, path), { recursive: true })));
    else assert.deepEqual(leftOver, [], "remove them with: npm run goldens");
  });
});

describe("the comparison with goldens", () => {
  const folder = useTemporaryFolder();
  const golden = { "units.yaml": "a: 1\n", "images/web/Dockerfile": "FROM base\n" };

  beforeEach(async () => {
    await checkGoldens(folder(), golden, true);
  });

  it("finds no difference in what it has written", async () => {
    await checkGoldens(folder(), golden, false);
  });

  it("fails on a file that is different, with both texts and the command to run", async () => {
    const wanted = { ...golden, "units.yaml": "a: 2\n" };
    await assert.rejects(checkGoldens(folder(), wanted, false), (error: assert.AssertionError) => {
      assert.match(error.message, /units\.yaml: is rendered differently now\n.*npm run goldens/);
      assert.equal(error.actual, "=== units.yaml\na: 2\n");
      assert.equal(error.expected, "=== units.yaml\na: 1\n");
      return true;
    });
  });

  it("fails on a file that has no golden", async () => {
    const wanted = { ...golden, "control.yaml": "{}\n" };
    await assert.rejects(checkGoldens(folder(), wanted, false), /control\.yaml: has no golden yet/);
  });

  it("fails on a golden that nothing renders", async () => {
    const wanted = { "units.yaml": "a: 1\n" };
    await assert.rejects(checkGoldens(folder(), wanted, false), /images\/web\/Dockerfile: a golden of something/);
  });

  it("removes stale files and folders in an update", async () => {
    await mkdir(join(folder(), "images/old"), { recursive: true });
    await writeFile(join(folder(), "images/old/Dockerfile"), "FROM old\n");
    await checkGoldens(folder(), golden, true);
    assert.deepEqual(await readdir(join(folder(), "images")), ["web"]);
    assert.equal(await readFile(join(folder(), "units.yaml"), "utf8"), "a: 1\n");
  });
});
