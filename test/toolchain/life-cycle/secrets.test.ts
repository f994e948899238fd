import assert from "node:assert/strict";
import { Project } from "../support/project.ts";

const secret = "hunter2-is-no-password";
const fromConfig = "config-secret-8812";

const program = `
  import { Config, secret } from "@pulumi/pulumi";
  import { local } from "@pulumi/command";
  const config = new Config();
  const command = new local.Command("command", {
    create: "echo got $PASSWORD; echo $PASSWORD >&2",
    environment: { PASSWORD: secret(${JSON.stringify(secret)}) },
    logging: "none",
  });
  export const stdout = command.stdout;
  export const stderr = command.stderr;
  export const plain = config.require("plain");
  export const object = config.requireObject("object");
  export const hidden = config.requireSecret("hidden");
`;

describe("toolchain / secrets and configuration", function () {
  this.timeout(60_000);
  const project = new Project();

  before(async () => {
    await project.open();
    await project.write(program);
    await project.succeed(["config", "set", "plain", "a value"]);
    await project.succeed(["config", "set", "--path", "object.list[0]", "7"]);
    await project.succeed(["config", "set", "--secret", "hidden", fromConfig]);
    await project.up();
  });
  after(() => project.remove());

  it("configuration reaches the program as it was set", async () => {
    const { plain, object } = await project.outputs();
    assert.deepEqual({ plain, object }, { plain: "a value", object: { list: [7] } });
  });

  it("outputs of a command with a secret input, and a secret of the configuration, are masked", async () => {
    const { stdout, stderr, hidden } = await project.outputs();
    assert.deepEqual([stdout, stderr, hidden], ["[secret]", "[secret]", "[secret]"]);
  });

  it("--show-secrets shows the real values", async () => {
    const { stdout, stderr, hidden } = await project.outputs("--show-secrets");
    assert.deepEqual([stdout, stderr, hidden], [`got ${secret}`, secret, fromConfig]);
  });

  it("no secret is in the state file in plain text", async () => {
    const state = await project.state();
    assert.ok(state.includes("a value"), "the state file is read");
    assert.ok(!state.includes(secret), "the command's secret is in the state file");
    assert.ok(!state.includes(fromConfig), "the configuration's secret is in the state file");
  });
});
