import assert from "node:assert/strict";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { remember, workloadConfig } from "../../../cli/stack/remember.ts";
import { stackFileConfig } from "../../../cli/stack/stack-file.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

describe("what a stack's file remembers", () => {
  const folder = useTemporaryFolder();
  const file = () => join(folder(), "Pulumi.s6.yaml");

  for (const [workload, expected] of [
    ["queue", "queue"],
    ["./app", "/home/app"],
    ["compose.yaml", "/home/compose.yaml"],
    ["a.yml:b.yml", "/home/a.yml:/home/b.yml"],
    ["../project/app/", "./app"],
    ["../project/compose.yml", "compose.yml"],
    ["../project/a/b", "a/b"],
    ["/srv/x", "/srv/x"],
  ] as const) {
    it(`is a path that holds wherever the next command is typed: ${workload}`, () => {
      assert.deepEqual(workloadConfig(workload, [], "/project", { INIT_CWD: "/home" }), { workload: expected });
    });
  }

  it("has profiles as a list, and nothing where no option is given", () => {
    assert.deepEqual(workloadConfig(undefined, ["a", "b"], "/project", {}), { profiles: '["a","b"]' });
    assert.deepEqual(workloadConfig(undefined, [], "/project", {}), {});
  });

  it("is written beside what is there, with its comments", async () => {
    await writeFile(file(), "# mine\nconfig:\n  # a port\n  container-approaches:port: 8080\n");
    await remember(folder(), "s6", { workload: "queue" });
    assert.equal(
      await readFile(file(), "utf8"),
      "# mine\nconfig:\n  # a port\n  container-approaches:port: 8080\n  container-approaches:workload: queue\n",
    );
  });

  it("is written into a new file, an empty one, and one without configuration", async () => {
    for (const text of [undefined, "", "# nothing\n", "config:\n", "encryptionsalt: v1\n"]) {
      if (text !== undefined) await writeFile(file(), text);
      await remember(folder(), "s6", { workload: "./a: b", profiles: '["x"]' });
      assert.deepEqual(await stackFileConfig(folder(), "s6"), { workload: "./a: b", profiles: '["x"]' });
    }
  });

  it("is not written again if nothing changes", async () => {
    await remember(folder(), "s6", { workload: "queue" });
    const { mtimeMs } = await stat(file());
    await remember(folder(), "s6", { workload: "queue" });
    await remember(folder(), "s6", {});
    assert.equal((await stat(file())).mtimeMs, mtimeMs);
  });
});
