import assert from "node:assert/strict";
import { runs, until } from "../support/processes.ts";
import { Project } from "../support/project.ts";

/** A shell whose child sleeps: to end only the shell would leave the child. */
const sleeping = `
  import { local } from "@pulumi/command";
  new local.Command("sleeping", { create: "sleep 300 & echo $! >> pids; wait" });
`;

/** The same, which also records the toolchain's processes: the program, its language host, the command's plugin. */
const revealing = `
  import { writeFileSync } from "node:fs";
  import { local } from "@pulumi/command";
  writeFileSync("pids", \`\${process.pid}\\n\${process.ppid}\\n\`);
  new local.Command("sleeping", { create: "sleep 300 & echo $PPID >> pids; echo $! >> pids; wait" });
`;

const waiting = `
  import { writeFileSync } from "node:fs";
  writeFileSync("pids", process.pid + "\\n");
  await new Promise((resolve) => setTimeout(resolve, 300_000));
`;

describe("toolchain / cancelling", function () {
  this.timeout(60_000);

  for (const [what, program] of Object.entries({ "a command's child": sleeping, "the program": waiting })) {
    describe(`an up during which ${what} runs, interrupted`, () => {
      const project = new Project();
      let pid: number;
      let text: string;

      before(async () => {
        await project.open();
        await project.write(program);
        const up = project.start(["up", "--yes", "--skip-preview"]);
        await until(`${what} has started`, async () => (await project.lines("pids")).length > 0);
        pid = Number((await project.lines("pids"))[0]);
        assert.ok(await runs(pid), `${what} runs before the interrupt`);
        up.kill("SIGINT");
        text = (await up).all;
      });
      after(() => project.remove());

      it("says so", () => {
        assert.match(text, /cancel/i);
      });

      it(`leaves no trace of ${what}`, async () => {
        await until(`process ${pid} is gone`, async () => !(await runs(pid)));
      });

      it("leaves a stack that the next up can use", async () => {
        await project.write(`export const alive = true;`);
        await project.up();
        assert.deepEqual(await project.outputs(), { alive: true });
      });
    });
  }

  describe("an up whose Pulumi engine is killed", () => {
    const project = new Project();

    before(async () => {
      await project.open();
      await project.write(revealing);
    });
    after(() => project.remove());

    it("ends the program, the language host, the plugin, the command and its child", async () => {
      const up = project.start(["up", "--yes", "--skip-preview"]);
      await until("the command has started", async () => (await project.lines("pids")).length === 4);
      const pids = (await project.lines("pids")).map(Number);
      for (const pid of pids) assert.ok(await runs(pid), `process ${pid} runs before the kill`);
      up.kill("SIGKILL");
      await up;
      for (const pid of pids) await until(`process ${pid} is gone`, async () => !(await runs(pid)));
    });
  });
});
