import assert from "node:assert/strict";
import { readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { variants } from "../../../lab/variants.ts";
import type { Confinement } from "../../../stacks/confinement.ts";
import type { Approach, HostFacts } from "../../../stacks/contract.ts";
import { byKind, sharing } from "../../support/unit/golden-trees.ts";
import { checkGoldens, updating, type Tree } from "../../support/unit/goldens.ts";
import { readable, summarized } from "../../support/unit/readable.ts";
import {
  full as all,
  elsewhere,
  registered as every,
  ownWorkload,
  ownWorkloadNames,
  settingsFor,
} from "../../support/unit/subjects.ts";

/** Those of the first system. On others the same is rendered, which a test of its own checks. */
const registered = every.filter((one) => !elsewhere.includes(one));
const full = all.filter((one) => !elsewhere.includes(one));

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

  for (const approach of elsewhere) {
    it(`of another system's ${approach.name} are those of an approach with the same placement and supervisor, but for what the container is granted`, async () => {
      const { placement, supervisor } = approach;
      const others = full.filter((one) => one.placement === placement && one.supervisor === supervisor);
      const trees = await Promise.all(
        others.map(async (one) => treeOf({ ...approach, render: (...words) => one.render(...words) })),
      );
      const own = await treeOf(approach);
      const differing = trees.map((tree) =>
        Object.keys({ ...tree, ...own }).filter((path) => tree[path] !== own[path]),
      );
      const granted = /^(cgroup-v[12]\/)?(containers|warnings)\.yaml$|\.(service|conf)$|^images\/all\//;
      assert.ok(
        differing.some((paths) => paths.every((path) => supervisor !== "none" && granted.test(path))),
        differing.map((paths) => paths.join(" ")).join("\n"),
      );
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
      ...(await others(goldens, [
        "common",
        "compose",
        "summaries",
        "systems",
        "variants",
        ...registered.map(({ name }) => name),
      ])),
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
