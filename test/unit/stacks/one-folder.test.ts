import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { approachNames } from "../../../stacks/approaches.ts";
import { openSystems } from "../../../stacks/systems.ts";
import { codeOf } from "../../support/unit/code-of.ts";
import { registered } from "../../support/unit/subjects.ts";

const root = resolve(import.meta.dirname, "../../..");

/** Folders with the product's own sources. */
const sources = ["cli", "docker", "errors", "lab", "services", "stacks", "toolchain"];

async function sourcesIn(folders: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const lists = folders.map(async (folder) => {
    const entries = await readdir(join(root, folder), { recursive: true });
    return entries.filter((path) => /\.[cm]?[jt]s$/.test(path)).map((path) => `${folder}/${path}`);
  });
  const paths = (await Promise.all(lists)).flat();
  const texts = paths.map(async (path) => [path, await readFile(join(root, path), "utf8")] as const);
  return new Map(await Promise.all(texts));
}

/** Folders below one. */
async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Files that have one of the names as a text, or in the path of an import from a folder such as `approaches`. */
function filesNaming(texts: ReadonlyMap<string, string>, folder: string, names: readonly string[]): string[] {
  const any = names.join("|");
  const pattern = new RegExp(`(["'\`])(${any})\\1|${folder}/(${any})/`);
  return [...texts].filter(([, text]) => pattern.test(text)).map(([path]) => path);
}

describe("a name", () => {
  let texts: ReadonlyMap<string, string>;
  before(async () => {
    const index = await readFile(join(root, "index.ts"), "utf8");
    texts = new Map([...(await sourcesIn(sources)), ["index.ts", index]]);
  });

  it("of an approach stands in its folder and in the registry, and nowhere else in the product", async () => {
    const supervisors = await foldersIn("stacks/supervisors");
    const systemNames = await foldersIn("stacks/systems");
    /** Placements and supervisors have the same names as the approaches that are made of them alone. */
    const namesakes = (name: string) => [
      ...(supervisors.includes(name) ? [`stacks/supervisors/${name}/`] : []),
      // And as the systems that they run on, which files that are ejected are for as well.
      ...(systemNames.includes(name)
        ? [`stacks/systems/${name}/`, "stacks/systems.ts", "stacks/eject/", "toolchain/"]
        : []),
      ...(registered.some(({ placement }) => placement === name) ? ["stacks/placement/", "stacks/contract.ts"] : []),
    ];
    // Beside these: the switch of the test command that is named after one, and what people say about approaches.
    const everywhere = [
      "stacks/approaches/",
      "stacks/approaches.ts",
      "lab/claims/",
      "lab/variants.ts",
      "cli/test.ts",
      "services/unfold/",
      // The program of one, which keeps containers of other systems running.
      "stacks/keeper/",
      // What libvirt calls its driver for containers.
      "stacks/systems/libvirt-lxc/domain.ts",
    ];
    for (const name of approachNames) {
      const found = filesNaming(texts, "approaches", [name]);
      const allowed = [...everywhere, ...namesakes(name)];
      assert.deepEqual(
        found.filter((path) => !allowed.some((one) => path.startsWith(one))),
        [],
        name,
      );
      assert.ok(found.includes("stacks/approaches.ts"), `the search does not find ${name}`);
    }
  });

  it("of a supervisor stands in its folder and in those of approaches, and nowhere else in the product", async () => {
    const names = await foldersIn("stacks/supervisors");
    assert.ok(names.length >= 5);
    for (const name of names) {
      const allowed = new RegExp(
        // Beside these: what is said of supervisors, and what is read of those in other people's images.
        `^stacks/(approaches/|approaches\\.ts$|supervisors/${name}/)|^lab/claims/|^lab/variants\\.ts$|^services/unfold/|^stacks/keeper/`,
      );
      const found = filesNaming(texts, "supervisors", [name]);
      assert.deepEqual(
        found.filter((path) => !allowed.test(path)),
        [],
        name,
      );
      assert.ok(found.includes(`stacks/supervisors/${name}/index.ts`), `the search does not find ${name}`);
    }
  });

  it("of a supervisor is that of its folder", async () => {
    const folders = await foldersIn("stacks/supervisors");
    const used = registered.map(({ supervisor }) => supervisor).filter((name) => name !== "none");
    assert.deepEqual([...new Set(used)].sort(), folders.sort());
  });

  it("of a system stands in its folder and in the registry, and nowhere else in what deploys and commands", async () => {
    const names = await foldersIn("stacks/systems");
    assert.ok(names.length >= 1);
    const searched = new Map([...texts].filter(([path]) => /^(stacks|cli|services)\/|^index\.ts$/.test(path)));
    const found = filesNaming(searched, "systems", names);
    assert.deepEqual(
      // Beside these: approaches, which choose one, and files that run without this project, on a host and for a program that they name.
      found.filter((path) => !/^stacks\/(systems(\/[^/]+\/|\.ts$)|approaches(\/|\.ts$)|eject\/)/.test(path)),
      [],
    );
    assert.ok(found.includes("stacks/systems.ts"), "the search finds nothing at all");
    const imports = [...texts].filter(([, text]) => new RegExp(`/systems/(${names.join("|")})/`).test(text));
    assert.deepEqual(
      imports.map(([path]) => path).filter((path) => !path.startsWith("stacks/systems/")),
      ["stacks/systems.ts"],
    );
  });

  it("of a system is that of its folder", async () => {
    const { all } = await openSystems({ DOCKER_HOST: "unix:///nonexistent", PATH: process.env.PATH });
    assert.deepEqual(all.map(({ name }) => name).sort(), (await foldersIn("stacks/systems")).sort());
  });
});

describe("the word docker", () => {
  const neutral = ["approaches", "placement", "supervisors", "rendering", "eject"].map((one) => `stacks/${one}`);
  const said = (text: string) => /docker(?!file)/i.test(codeOf(text));

  it("is in no file of the system-neutral folders but in comments, and as Dockerfile", async () => {
    const texts = await sourcesIn(neutral);
    assert.ok(texts.size > 30);
    const found = [...texts].filter(([, text]) => said(text));
    // Names of a network's options, as a Compose file has them, and the commands that a person types who goes on with it.
    assert.deepEqual(
      found.map(([path]) => path),
      ["stacks/eject/quadlet-networks.ts", "stacks/eject/targets.ts"],
    );
  });

  it("is in no name of their files", async () => {
    const paths = [...(await sourcesIn(neutral)).keys()];
    assert.deepEqual(
      paths.filter((path) => /docker(?!file)/i.test(path)),
      [],
    );
  });

  for (const [text, expected] of [
    ["// Docker stops it\nconst a = 1;", false],
    ["/** As Docker has it. */ export const dockerfile = 1; /* docker */", false],
    ['const a = "docker";', true],
    ["const docker = 1;", true],
    ["const a = `x ${b} docker`;", true],
    ['const a = "# Docker stops it";', true],
    ['import type { A } from "../docker/a.ts";', true],
    ['const a = "Dockerfile, docker";', true],
  ] as const) {
    it(`is ${expected ? "found" : "not found"} in ${JSON.stringify(text)}`, () => {
      assert.equal(said(text), expected);
    });
  }
});
