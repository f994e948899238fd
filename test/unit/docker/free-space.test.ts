import assert from "node:assert/strict";
import { minimumFreeBytes, minimumFreeVariable } from "../../../docker/free-space.ts";
import { throwsUserError } from "../../support/unit/user-error.ts";

describe("how much of a disk must be free", () => {
  const asked = (text?: string) => minimumFreeBytes(100, text === undefined ? {} : { [minimumFreeVariable]: text });

  it("is the default, unless the variable is set", () => {
    assert.deepEqual([asked(), asked("")], [100, 100]);
    assert.deepEqual([asked("1"), asked("1e18"), asked("0")], [1, 1e18, 0]);
  });

  for (const text of ["1 GB", "-1", "NaN"]) {
    it(`is refused if the variable is "${text}"`, () => {
      throwsUserError(() => asked(text), {
        found: new RegExp(`^CONTAINER_APPROACHES_MIN_FREE_BYTES is "${text}"\\.$`),
        allowed: /^a number of bytes/,
        remedy: /unset it/,
      });
    });
  }
});
