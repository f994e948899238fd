import assert from "node:assert/strict";
import { failureText } from "../../../cli/testing/failure-text.ts";

describe("a failed test, shown again at the end", () => {
  it("has its whole message, indented", () => {
    assert.equal(
      failureText("faults", { title: "a b", message: "one\ntwo" }),
      "\nfailed in faults: a b\n    one\n    two\n",
    );
  });

  it("has the begin and the end of a long one, since a command says at its end why it failed", () => {
    const text = failureText("faults", { title: "a", message: `begin${".".repeat(9000)}the reason` });
    assert.match(text, /begin\.+\n\s+\[\.\.\.\]\n\s+\.+the reason\n$/);
    assert.ok(text.length < 1700);
  });
});
