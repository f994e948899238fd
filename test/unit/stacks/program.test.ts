import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { UserError } from "../../../errors/user-error.ts";
import { runProgram } from "../../../stacks/program.ts";

describe("the program", () => {
  it("returns what its body returns", async () => {
    assert.equal(await runProgram(() => Promise.resolve(1)), 1);
  });

  it("shows a user's mistake as its message alone", async () => {
    const mistake = new UserError({ found: "It is red.", allowed: "green", remedy: "paint it" });
    await assert.rejects(
      runProgram(() => Promise.reject(mistake)),
      (error) => {
        // Pulumi prints errors of this kind without a stack trace.
        assert.ok(pulumi.RunError.isInstance(error));
        assert.equal(error.message, "It is red.\nAllowed: green\nTo do: paint it");
        return true;
      },
    );
  });

  it("shows a bug with its stack trace", async () => {
    const bug = new TypeError("undefined is not a function");
    await assert.rejects(
      runProgram(() => Promise.reject(bug)),
      (error) => {
        assert.ok(pulumi.RunError.isInstance(error));
        assert.match(error.message, /^This is a bug: TypeError: undefined is not a function\n +at /);
        return true;
      },
    );
  });
});
