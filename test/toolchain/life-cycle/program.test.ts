import assert from "node:assert/strict";
import { Project } from "../support/project.ts";

describe("toolchain / how programs run", function () {
  this.timeout(60_000);

  it("typescript: false and nodeargs: node gets the arguments, quoted words whole, and no compiler is loaded", async () => {
    const project = new Project({
      runtimeOptions: { typescript: false, nodeargs: "--import tsx --title='two words'" },
    });
    try {
      await project.open();
      await project.write(`
        export const title: string = process.title;
        export const args = process.execArgv.join(" ");
        export const compiler = process.env.PULUMI_NODEJS_TYPESCRIPT;
      `);
      await project.up();
      assert.deepEqual(await project.outputs(), {
        title: "two words",
        args: "--import tsx --title=two words",
        compiler: "false",
      });
    } finally {
      await project.remove();
    }
  });

  it("the program sees stack, project and preview; its standard output is shown", async () => {
    const project = new Project({ runtimeOptions: { typescript: false }, main: "index.js" });
    try {
      await project.open();
      await project.write(`
        import { getProject, getStack, runtime } from "@pulumi/pulumi";
        console.log("printed in a " + (runtime.isDryRun() ? "preview" : "real run"));
        export const names = getProject() + "/" + getStack();
      `);
      assert.match(await project.succeed(["preview"]), /printed in a preview/);
      assert.match(await project.up(), /printed in a real run/);
      assert.deepEqual(await project.outputs(), { names: "life-cycle/test" });
    } finally {
      await project.remove();
    }
  });

  it("an option that does not exist is refused with those that do", async () => {
    const project = new Project({ runtimeOptions: { typscript: false } });
    try {
      await project.open();
      const { exitCode, text } = await project.pulumi(["preview"]);
      assert.notEqual(exitCode, 0);
      assert.match(
        text,
        /unknown runtime option "typscript": allowed are typescript, tsconfig, nodeargs, packagemanager/,
      );
    } finally {
      await project.remove();
    }
  });

  it("pulumi about knows node and the packages of the program", async () => {
    const project = new Project();
    try {
      await project.open();
      const result = await project.start(["about", "--json"]);
      const about = JSON.parse(result.stdout) as {
        runtime?: { language?: string; executable?: string; version?: string };
      };
      assert.equal(about.runtime?.language, "nodejs");
      assert.equal(about.runtime.version?.replace(/^v/, ""), process.versions.node);
    } finally {
      await project.remove();
    }
  });
});
