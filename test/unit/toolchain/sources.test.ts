import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { baseImageName, dpkgExclusions, recipe, recipeHash } from "../../../toolchain/base-image/recipe.ts";
import {
  defaultMirrors,
  hostMirrors,
  mirrorsIn,
  parseSources,
  sourcesList,
} from "../../../toolchain/base-image/sources.ts";

const stanzas = `Types: deb deb-src
# a comment between fields
URIs: http://mirror.example/debian/
Suites: bookworm bookworm-updates
Components: main

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: trixie
`;

describe("toolchain / package sources", () => {
  it("deb822 stanzas are read, comments and disabled ones left out", () => {
    assert.deepEqual(mirrorsIn(parseSources("debian.sources", stanzas)), {
      archive: "http://mirror.example/debian",
      security: "http://mirror.example/debian-security",
    });
  });

  it("one-line sources with options are read, commented ones left out", () => {
    const text = [
      "# deb http://old.example/debian bookworm main",
      "deb [arch=amd64 signed-by=/k.gpg] https://mirror.example/debian bookworm main contrib",
      "deb-src https://mirror.example/debian bookworm main",
      "deb https://mirror.example/debian-security bookworm-security main",
    ].join("\n");
    assert.deepEqual(mirrorsIn(parseSources("sources.list", text)), {
      archive: "https://mirror.example/debian",
      security: "https://mirror.example/debian-security",
    });
  });

  it("sources of other distributions and products are ignored", () => {
    const text = "deb http://archive.ubuntu.com/ubuntu jammy main\ndeb https://tools.example/node nodistro main\n";
    assert.deepEqual(mirrorsIn(parseSources("sources.list", text)), defaultMirrors);
  });

  it("a local mirror that a container cannot see is ignored", () => {
    assert.deepEqual(mirrorsIn(parseSources("sources.list", "deb file:/srv/debian bookworm main")), defaultMirrors);
  });

  it("the image's list has the suite, its updates and its security fixes", () => {
    assert.deepEqual(sourcesList(defaultMirrors).trim().split("\n"), [
      `deb ${defaultMirrors.archive} ${recipe.suite} main`,
      `deb ${defaultMirrors.archive} ${recipe.suite}-updates main`,
      `deb ${defaultMirrors.security} ${recipe.suite}-security main`,
    ]);
  });

  describe("of a host", () => {
    let root: string;
    beforeEach(async () => {
      root = await mkdtemp(path.join(tmpdir(), "sources-"));
    });
    afterEach(() => rm(root, { recursive: true }));

    it("are found in both places", async () => {
      await mkdir(path.join(root, "etc/apt/sources.list.d"), { recursive: true });
      await writeFile(path.join(root, "etc/apt/sources.list"), "");
      await writeFile(path.join(root, "etc/apt/sources.list.d/debian.sources"), stanzas);
      assert.equal((await hostMirrors(root)).archive, "http://mirror.example/debian");
    });

    it("fall back to the distribution's own if there is no apt", async () => {
      assert.deepEqual(await hostMirrors(root), defaultMirrors);
    });
  });
});

describe("toolchain / base image recipe", () => {
  it("the name holds the suite and the recipe's hash, and needs nothing to be built", () => {
    assert.equal(baseImageName(), `container-approaches/base:${recipe.suite}-${recipeHash()}`);
    assert.match(recipeHash(), /^[0-9a-f]{8}$/);
  });

  it("every excluded path is excluded from later installations too", () => {
    const lines = dpkgExclusions().trim().split("\n");
    assert.deepEqual(
      lines.map((line) => line.replace("path-exclude=", "")),
      [...recipe.excluded],
    );
  });
});
