import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lackingControllers } from "../../../../stacks/commanded/local.ts";
import { isOlder, toolsLack } from "../../../../stacks/commanded/tools.ts";

const tools = { programs: ["sh"], packages: ["dash"], root: false, version: ["sh", "-c", "echo tool 3.4.4"] } as const;

describe("what a system needs of this machine", () => {
  it("is a version that is not too old", async () => {
    for (const [printed, oldest] of [
      ["podman version 3.4.4", "4.0"],
      ["4.2.9", "4.3"],
    ] as const)
      assert.equal(isOlder(printed, oldest), true, printed);
    for (const [printed, oldest] of [
      ["podman version 4.0.0", "4.0"],
      ["10.1", "4.3"],
      ["QEMU emulator version 7.2.22 (Debian 1:7.2)", "5.0"],
      ["no version", "4.0"],
    ] as const)
      assert.equal(isOlder(printed, oldest), false, printed);
    assert.match((await toolsLack({ ...tools, oldest: "4.0" })) ?? "", /^tool 3\.4\.4 is too old: 4\.0 or newer/);
    assert.equal(await toolsLack({ ...tools, oldest: "3.4" }), undefined);
  });

  it("is programs, all of which are named if they are missing", async () => {
    const lack = await toolsLack({ ...tools, programs: ["sh", "no-such-program", "nor-this-one"] });
    assert.equal(lack, "no-such-program, nor-this-one is missing");
  });

  it("is controllers of cgroups, of version 1 or 2", async () => {
    const root = await mkdtemp(join(tmpdir(), "cgroups-"));
    try {
      assert.deepEqual(await lackingControllers(["memory", "pids"], join(root, "none")), ["memory", "pids"]);
      await mkdir(join(root, "pids"));
      assert.deepEqual(await lackingControllers(["memory", "pids"], root), ["memory"]);
      await writeFile(join(root, "cgroup.controllers"), "cpuset cpu memory\n");
      assert.deepEqual(await lackingControllers(["memory", "cpu", "pids", "io"], root), ["io"]);
    } finally {
      await rm(root, { recursive: true });
    }
    const lack = await toolsLack({ ...tools, controllers: ["no-such-controller"] });
    assert.match(lack ?? "", /cgroups have no controller no-such-controller/);
  });
});
