import assert from "node:assert/strict";
import { Project } from "../support/project.ts";

/** A command that writes to a file what ran, and with which previous output. */
function program(settings: { word: string; trigger: string }): string {
  return `
    import { local } from "@pulumi/command";
    const note = (what: string) => \`echo "\${what} previous=$PULUMI_COMMAND_STDOUT" >> ran\`;
    const command = new local.Command("command", {
      create: \`\${note("create")}; echo created $WORD; echo warning >&2\`,
      update: \`\${note("update")}; echo updated $WORD; echo "$PULUMI_COMMAND_STDERR" >&2\`,
      delete: note("delete"),
      environment: { WORD: ${JSON.stringify(settings.word)} },
      triggers: [${JSON.stringify(settings.trigger)}, { nested: [1, 2] }],
    });
    const overriding = new local.Command("overriding", {
      create: "echo first",
      update: "echo $PULUMI_COMMAND_STDOUT",
      environment: { PULUMI_COMMAND_STDOUT: "mine", WORD: ${JSON.stringify(settings.word)} },
    });
    const forgetful = new local.Command("forgetful", {
      create: 'echo "[$PULUMI_COMMAND_STDOUT]"',
      addPreviousOutputInEnv: false,
      environment: { WORD: ${JSON.stringify(settings.word)} },
    });
    const fed = new local.Command("fed", {
      create: "process.stdin.on('data', (data) => console.log(process.cwd(), String(data)))",
      interpreter: ["node", "-e"], dir: "/", stdin: "fed",
    });
    export const stdout = command.stdout;
    export const stderr = command.stderr;
    export const overridden = overriding.stdout;
    export const forgotten = forgetful.stdout;
    export const fedOutput = fed.stdout;
  `;
}

describe("toolchain / life cycle of a command", function () {
  this.timeout(60_000);
  const project = new Project();

  before(async () => {
    await project.open();
    await project.write(program({ word: "one", trigger: "a" }));
    await project.up();
  });
  after(() => project.remove());

  it("creation runs the create command once and reads its two streams", async () => {
    const { stdout, stderr } = await project.outputs();
    assert.deepEqual({ stdout, stderr }, { stdout: "created one", stderr: "warning" });
    assert.deepEqual(await project.lines("ran"), ["create previous="]);
  });

  it("interpreter, dir and stdin decide how the command runs", async () => {
    assert.equal((await project.outputs()).fedOutput, "/ fed");
  });

  it("a second up changes nothing and runs nothing", async () => {
    await project.up("--expect-no-changes");
    assert.deepEqual(await project.lines("ran"), ["create previous="]);
  });

  describe("when its environment changes", () => {
    before(async () => {
      await project.write(program({ word: "two", trigger: "a" }));
      await project.up();
    });

    it("the update command runs, and sees what the last run printed", async () => {
      const { stdout, stderr } = await project.outputs();
      assert.deepEqual({ stdout, stderr }, { stdout: "updated two", stderr: "warning" });
      assert.deepEqual((await project.lines("ran")).slice(1), ["update previous=created one"]);
    });

    it("the command's own environment wins over what the last run printed", async () => {
      assert.equal((await project.outputs()).overridden, "mine");
    });

    it("addPreviousOutputInEnv: false hides what the last run printed, and create runs as there is no update", async () => {
      assert.equal((await project.outputs()).forgotten, "[]");
    });
  });

  describe("when a trigger changes", () => {
    before(async () => {
      await project.write(program({ word: "two", trigger: "b" }));
      await project.up();
    });

    it("the command is replaced: create runs afresh, then delete of the old one", async () => {
      assert.deepEqual((await project.lines("ran")).slice(2), ["create previous=", "delete previous=updated two"]);
      assert.equal((await project.outputs()).stdout, "created two");
    });
  });

  describe("when the stack is destroyed", () => {
    before(() => project.succeed(["destroy", "--yes", "--skip-preview"]));

    it("the delete command runs, and sees what the last run printed", async () => {
      assert.deepEqual((await project.lines("ran")).slice(4), ["delete previous=created two"]);
    });
  });
});
