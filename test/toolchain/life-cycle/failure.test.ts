import assert from "node:assert/strict";
import { Project } from "../support/project.ts";

describe("toolchain / failures", function () {
  this.timeout(60_000);
  const project = new Project();

  before(() => project.open());
  after(() => project.remove());

  it("a failing command is shown with its exit code, its text and both of its streams", async () => {
    await project.write(`
      import { local } from "@pulumi/command";
      new local.Command("failing", { create: "echo said; echo complained >&2; exit 3" });
      new local.Command("lost", { create: "true", dir: "/no/such/folder" });
    `);
    const { exitCode, text } = await project.pulumi(["up", "--yes", "--skip-preview"]);
    assert.notEqual(exitCode, 0);
    assert.match(text, /exit status 3: running "echo said; echo complained >&2; exit 3"/);
    assert.match(text, /stdout: said\n\s*stderr: complained/);
    assert.match(text, /dir: stat \/no\/such\/folder: no such file or directory/);
  });

  it("a command that failed runs again on the next up", async () => {
    await project.write(`
      import { local } from "@pulumi/command";
      export const out = new local.Command("failing", { create: "echo fine now" }).stdout;
    `);
    await project.up();
    assert.deepEqual(await project.outputs(), { out: "fine now" });
  });

  it("a program that throws fails the up with its message, once, and leaves the stack as it was", async () => {
    // The SDK formats errors with util.inspect in colours. Some versions of Node 20 hang there for half a minute if the stack
    // has a frame like node_modules/@scope/file.ts, as the SDK's own source maps produce. Such frames are further down.
    await project.write(`Error.stackTraceLimit = 2; throw new Error("thrown by the program");`);
    const { exitCode, text } = await project.pulumi(["up", "--yes", "--skip-preview"]);
    assert.notEqual(exitCode, 0);
    assert.equal(text.match(/Error: thrown by the program/g)?.length, 1, text);
    assert.deepEqual(await project.outputs(), { out: "fine now" });
  });

  it("a program that ends itself with an exit code fails the up with that code", async () => {
    await project.write(`process.exit(9);`);
    const { exitCode, text } = await project.pulumi(["up", "--yes", "--skip-preview"]);
    assert.notEqual(exitCode, 0);
    assert.match(text, /program exited with non-zero exit code: 9/);
  });

  it("a program that cannot be parsed fails with the place of the mistake", async () => {
    await project.write(`const x = ;`);
    const { exitCode, text } = await project.pulumi(["preview"]);
    assert.notEqual(exitCode, 0);
    assert.match(text, /index\.ts:1:1/);
  });
});
