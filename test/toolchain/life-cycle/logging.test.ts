import assert from "node:assert/strict";
import { Project } from "../support/project.ts";

describe("toolchain / live output of commands", function () {
  this.timeout(60_000);
  const project = new Project();
  let text: string;

  before(async () => {
    await project.open();
    await project.write(`
      import { local } from "@pulumi/command";
      for (const logging of ["none", "stdout", "stderr", "stdoutAndStderr"] as const) {
        new local.Command(logging, { create: \`echo out-of-\${logging}; printf err-of-\${logging} >&2\`, logging });
      }
      new local.Command("unset", { create: "echo out-of-unset; echo err-of-unset >&2" });
    `);
    text = await project.up("--suppress-outputs");
  });
  after(() => project.remove());

  const shown: Record<string, readonly [stdout: boolean, stderr: boolean]> = {
    none: [false, false],
    stdout: [true, false],
    stderr: [false, true],
    stdoutAndStderr: [true, true],
    unset: [true, true],
  };
  for (const [logging, expected] of Object.entries(shown)) {
    it(`logging ${logging} shows standard output: ${expected[0]}, standard error: ${expected[1]}`, () => {
      assert.deepEqual([text.includes(`out-of-${logging}\n`), text.includes(`err-of-${logging}\n`)], expected, text);
    });
  }
});
