import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { cp, writeFile } from "node:fs/promises";
import path from "node:path";
import { goFolder, groupsOf, readBuildPlan, unitsFor } from "../../../toolchain/pulumi/build-plan.ts";
import { unitEntry } from "../../../toolchain/pulumi/go-build.ts";
import { versions } from "../../../toolchain/versions.ts";
import { useTemporaryFolder } from "./temporary-folder.ts";

const go = { version: "1.26.8", platform: "linux-amd64" };

describe("toolchain / build plan", () => {
  const folder = useTemporaryFolder();

  it("builds what is pinned, in the pinned versions", async () => {
    const { binaries } = await readBuildPlan();
    const versionOf = (name: string) => binaries.find((binary) => binary.name === name)?.version;
    assert.equal(versionOf("pulumi"), versions.pulumi.pinned);
    for (const { name, version } of versions.pulumi.plugins)
      assert.equal(versionOf(`pulumi-resource-${name}`), version);
    assert.ok(versionOf("pulumi-language-nodejs") !== undefined);
  });

  it("names modules that exist", async () => {
    for (const { module } of (await readBuildPlan()).binaries) {
      assert.ok(existsSync(path.join(goFolder, module, "go.mod")), module);
    }
  });

  it("the runtime wrapper is a unit of its own, as Pulumi does not need it", async () => {
    const plan = await readBuildPlan();
    assert.deepEqual(
      unitsFor(plan, "engine").flatMap(({ binaries }) => binaries.map(({ name }) => name)),
      ["runc-bounded"],
    );
    assert.ok(unitsFor(plan, "pulumi").every(({ binaries }) => binaries.every(({ name }) => name !== "runc-bounded")));
  });

  it("programs with the same flags are built in one run; one whose package has another name is built alone", async () => {
    const plan = await readBuildPlan();
    const groups = (["pulumi", "lab"] as const).flatMap((purpose) => unitsFor(plan, purpose).flatMap(groupsOf));
    assert.deepEqual(
      groups.map((group) => group.map(({ name }) => name)),
      [["pulumi"], ["pulumi-language-nodejs", "pulumi-resource-docker", "pulumi-resource-command"], ["docker-compose"]],
    );
  });

  it("an entry's name changes with a source, the Go version and the platform, and with nothing else", async () => {
    const copy = path.join(folder(), "go");
    await cp(goFolder, copy, { recursive: true });
    const [unit] = unitsFor(await readBuildPlan(copy), "engine");
    assert.ok(unit !== undefined);
    const name = async (tools = go) => path.basename((await unitEntry(unit, tools, copy)).directory);
    const before = await name();
    assert.equal(await name(), before);
    assert.notEqual(await name({ ...go, version: "1.27.0" }), before);
    assert.notEqual(await name({ ...go, platform: "linux-arm64" }), before);
    await writeFile(path.join(copy, unit.module, "anything_test.go"), "package x\n");
    assert.equal(await name(), before);
    await writeFile(path.join(copy, unit.module, "more.go"), "package x\n");
    assert.notEqual(await name(), before);
  });
});
