import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { pidByArguments } from "../../../toolchain/engine/pid-files.ts";
import { useTemporaryFolder } from "./temporary-folder.ts";

describe("toolchain / a process found by its arguments", () => {
  const proc = useTemporaryFolder();
  const find = () => pidByArguments(["--pidfile", "/run/own.pid"], proc());

  /** A process as Linux shows it: arguments ended by zero bytes, and its PID in every namespace that it is in. */
  async function shows(pid: number | "self", words: readonly string[], pids: readonly number[] = [Number(pid)]) {
    const folder = path.join(proc(), String(pid));
    await mkdir(folder);
    await writeFile(path.join(folder, "cmdline"), words.map((word) => `${word}\0`).join(""));
    await writeFile(path.join(folder, "status"), `Name:\tx\nNSpid:\t${pids.join("\t")}\nNSpgid:\t1\n`);
  }
  beforeEach(() => shows("self", ["node"], [7]));

  it("is the one that has them one after the other, in the middle or at the end", async () => {
    await shows(10, ["sh"]);
    await shows(11, ["dockerd", "--config-file", "/x.json", "--pidfile", "/run/own.pid"]);
    assert.equal(await find(), 11);
  });

  it("may have more arguments after them, and a script's name before them", async () => {
    await shows(12, ["/bin/sh", "/opt/dockerd", "--pidfile", "/run/own.pid", "--debug"]);
    assert.equal(await find(), 12);
  });

  for (const [what, words] of [
    ["a longer file name", ["dockerd", "--pidfile", "/run/own.pid.old"]],
    ["another file", ["dockerd", "--pidfile", "/other/run/own.pid"]],
    ["another order", ["dockerd", "/run/own.pid", "--pidfile"]],
    ["words between them", ["dockerd", "--pidfile", "--debug", "/run/own.pid"]],
    ["them within one argument", ["sh", "-c", "dockerd --pidfile /run/own.pid"]],
    ["no arguments, as one that has ended and is not yet reaped", []],
  ] as const) {
    it(`is not one with ${what}`, async () => {
      await shows(13, words);
      assert.equal(await find(), undefined);
    });
  }

  it("is not in a container, where it has another PID", async () => {
    await shows(14, ["dockerd", "--pidfile", "/run/own.pid"], [14, 2]);
    assert.equal(await find(), undefined);
    await shows(15, ["dockerd", "--pidfile", "/run/own.pid"]);
    assert.equal(await find(), 15);
  });

  it("is found from inside the same container", async () => {
    await writeFile(path.join(proc(), "self", "status"), "NSpid:\t300\t7\n");
    await shows(16, ["dockerd", "--pidfile", "/run/own.pid"], [316, 16]);
    assert.equal(await find(), 16);
  });

  it("is found beside processes that end meanwhile, or that the system hides", async () => {
    await mkdir(path.join(proc(), "1", "cmdline"), { recursive: true });
    await mkdir(path.join(proc(), "2"));
    await mkdir(path.join(proc(), "net"));
    await shows(17, ["dockerd", "--pidfile", "/run/own.pid"]);
    assert.equal(await find(), 17);
  });

  it("is not found if the system shows no processes", async () => {
    assert.equal(await pidByArguments(["--pidfile", "/run/own.pid"], path.join(proc(), "none")), undefined);
  });
});
