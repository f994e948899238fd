import fc from "fast-check";
import assert from "node:assert/strict";
import { instanceOf } from "../../../stacks/instance.ts";

describe("the instance", () => {
  it("is six hexadecimal digits, the same each time", () => {
    fc.assert(
      fc.property(fc.string(), (backend) => {
        assert.match(instanceOf(backend), /^[0-9a-f]{6}$/);
        assert.equal(instanceOf(backend), instanceOf(backend));
      }),
    );
  });

  it("differs between two clones", () => {
    assert.notEqual(instanceOf("file:///home/a/clone/.state"), instanceOf("file:///home/a/other/.state"));
  });
});
