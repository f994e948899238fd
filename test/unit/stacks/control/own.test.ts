import assert from "node:assert/strict";
import { commandLine } from "../../../../stacks/rendering/shell.ts";
import { verbs } from "../../../../stacks/verbs.ts";
import { checksScript } from "../../../support/unit/checks-script.ts";
import { hostileWords, useNotedProgram } from "../../../support/unit/docker-program.ts";

/** Words of a container's control that are as hard to quote as a system's could be. */
const paper = ["paper", "it's $HERE", "", "new\nline", "*"];
const control = `${commandLine(["sh", "stacks/control/own.sh", "/own/with/web", ...paper])} --`;

describe("control / own.sh", () => {
  // Behind the words of the container's control.
  const system = useNotedProgram("paper", paper.length);

  checksScript("stacks/control/own.sh");

  for (const verb of verbs.filter((one) => one !== "exec")) {
    it(`passes ${verb} to the container's control, with its words, output and exit code`, async () => {
      await system.write({ [verb]: "echo said; echo wrong >&2; exit 7" });
      const said = await system.ask(control, verb, ...hostileWords);
      assert.deepEqual(said, { stdout: "said", stderr: "wrong", exitCode: 7 });
      assert.deepEqual(await system.calls(), [[...paper.slice(1), verb, ...hostileWords]]);
    });
  }

  it("runs the words of exec through the program, unchanged, with their exit code", async () => {
    await system.write({ exec: "exit 5" });
    assert.equal((await system.ask(control, "exec", "printf", ...hostileWords)).exitCode, 5);
    assert.deepEqual(await system.calls(), [[...paper.slice(1), "exec", "/own/with/web", "printf", ...hostileWords]]);
  });
});
