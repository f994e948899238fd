import { execa } from "execa";
import assert from "node:assert/strict";
import { chmod, mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { checksScript } from "../../../../support/unit/checks-script.ts";
import { printing, root, useNotedProgram } from "../../../../support/unit/docker-program.ts";
import { pathWith } from "../../../../support/unit/fake-program.ts";

const script = "stacks/systems/docker/hand-over.sh";

describe("systems / docker / hand-over.sh", () => {
  // The subcommand comes after the words that name the daemon.
  const docker = useNotedProgram("docker", 3);

  /** Runs it for a volume whose folder on the daemon's host is this. @returns what Docker was asked to run */
  async function handOver(folder: string, uid: number, gid: number, mode: string): Promise<string[][]> {
    await docker.write({ volume: printing(folder), run: "" });
    const words = ["--host", "tcp://far", "base:1", "ca-data", String(uid), String(gid), mode, "a=b", "c=d e"];
    await execa("sh", [script, ...words], { cwd: root, env: { PATH: pathWith(docker.folder()) } });
    return (await docker.calls()).filter(([, , command]) => command === "run");
  }

  /** A folder with a file, and its owner. */
  async function full() {
    const folder = join(docker.folder(), "volume");
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o750);
    await writeFile(join(folder, "file"), "x");
    const { uid, gid } = await stat(folder);
    return { folder, uid, gid };
  }

  it("runs nothing if the volume has its owner and mode, or is empty", async () => {
    const { folder, uid, gid } = await full();
    assert.deepEqual(await handOver(folder, uid, gid, "750"), []);
    const empty = join(docker.folder(), "empty");
    await mkdir(empty);
    assert.deepEqual(await handOver(empty, 1, 2, "700"), []);
  });

  it("runs one container that may change owners and nothing else, if owner, group or mode differ", async () => {
    const { folder, uid, gid } = await full();
    for (const [other, group, mode] of [
      [uid + 1, gid, "750"],
      [uid, gid + 1, "750"],
      [uid, gid, "2770"],
    ] as const) {
      const words = (await handOver(folder, other, group, mode)).at(-1) ?? [];
      assert.deepEqual(words.slice(0, 6), ["--host", "tcp://far", "run", "--rm", "--pull", "never"]);
      const valuesOf = (option: string) => words.filter((_, index) => words[index - 1] === option);
      assert.deepEqual(valuesOf("--cap-drop"), ["ALL"]);
      assert.deepEqual(valuesOf("--cap-add"), ["CHOWN", "DAC_READ_SEARCH", "FOWNER", "FSETID"]);
      assert.deepEqual(valuesOf("--network"), ["none"]);
      assert.deepEqual(valuesOf("--label"), ["a=b", "c=d e"]);
      assert.deepEqual(valuesOf("--volume"), ["ca-data:/volume:nocopy"]);
      assert.ok(words.includes("no-new-privileges") && words.includes("--read-only") && words.includes("base:1"));
      assert.deepEqual(words.slice(-4, -1), [String(other), String(group), mode]);
    }
  });

  it("runs the container, which looks itself, where the daemon's folders cannot be seen", async () => {
    assert.equal((await handOver("/no/such/folder", 1, 2, "700")).length, 1);
  });

  checksScript(script);
});
