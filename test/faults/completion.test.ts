import assert from "node:assert/strict";
import { runCli } from "../support/cli.ts";
import { attempt, logLines } from "../support/control.ts";
import { deploymentOf } from "../support/deployment.ts";
import { objectsOf, removeVolumesOf, testEngine } from "../support/engine.ts";
import { redefine } from "../support/redefine.ts";
import { definitionOf } from "../support/roles.ts";
import { faultyProject, type Faulty } from "./support.ts";

const workload = "everything";

/** A container of its own, and a shared one. */
for (const approach of ["separate", "s6"]) {
  describe(`a service that runs to completion and fails, under ${approach}`, function () {
    this.timeout(300_000);
    let faulty: Faulty;
    let name: string;
    const up = () => runCli(faulty.project, ["up", approach]);
    const change = (command: readonly string[] | undefined, withinSeconds = 30) =>
      redefine(faulty.project, workload, {
        [name]: { completes: { withinSeconds }, ...(command === undefined ? {} : { command }) },
      });

    before(async () => {
      const { services } = await definitionOf(workload);
      name = services.find(({ completes }) => completes !== undefined)?.name ?? assert.fail("no such service");
      faulty = await faultyProject("completion", approach);
      await faulty.stack.configure("workload", workload);
    });

    it("makes up fail, with its last lines, its exit code and what to type", async () => {
      // The command does not contain the printed words, so they can come only from the log.
      await change(["/bin/sh", "-c", "printf 'the flux capacitor is %s\\n' missing; exit 3"]);
      const { exitCode, output } = await up();
      assert.notEqual(exitCode, 0, output);
      assert.match(output, new RegExp(`${name} has failed.*exit code 3`));
      assert.match(output, /the flux capacitor is missing/);
      assert.match(output, new RegExp(`To do: read the whole log: .*; .*npm run up -- ${approach} runs ${name} again`));
    });

    it("runs again at the next up, which fails for the same reason", async () => {
      const { exitCode, output } = await up();
      assert.notEqual(exitCode, 0, output);
      assert.match(output, new RegExp(`${name} has failed.*exit code 3`));
      assert.equal(output.match(/the flux capacitor is missing/g)?.length, 2, output);
    });

    it("is killed if it takes too long, and up says so", async () => {
      await change(["/bin/sleep", "60"], 3);
      const { exitCode, output } = await up();
      assert.notEqual(exitCode, 0, output);
      assert.match(output, new RegExp(`${name} has failed.*took longer than 3 s`));
    });

    it("and is fixed: up succeeds, and the service has run once", async () => {
      await change(undefined);
      const { exitCode, output } = await up();
      assert.equal(exitCode, 0, output);
      const deployment = deploymentOf(await faulty.stack.outputs(), approach);
      assert.match((await attempt(deployment, name, "status")).output, /^completed/);
      const sign = (await definitionOf(workload)).services.find((one) => one.name === name)?.says?.started ?? "";
      const lines = (await logLines(deployment, name)).filter(({ text }) => new RegExp(sign).test(text));
      assert.equal(lines.length, 1);
    });

    after(async () => {
      await faulty.stack.destroy();
      await removeVolumesOf(await testEngine(), faulty.instance);
      assert.deepEqual(await objectsOf(await testEngine(), faulty.instance), []);
      await faulty.project.remove();
    });
  });
}
