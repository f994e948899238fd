import assert from "node:assert/strict";
import { acceptedApi, servesApi } from "../../../docker/oldest-api.ts";

describe("the oldest Docker", () => {
  for (const [version, serves] of [
    ["1.40", false],
    ["1.41", true],
    ["1.5", false],
    ["1.100", true],
    ["0.99", false],
    ["2.0", true],
    ["0", false],
    ["", false],
    ["unknown", false],
    ["1.41; rm", false],
  ] as const) {
    it(`API "${version}" ${serves ? "is accepted" : "is too old"}`, () => {
      assert.equal(servesApi(version), serves);
    });
  }

  it("is named with its release", () => {
    assert.equal(acceptedApi, "API 1.41 or newer (Docker Engine 20.10)");
  });
});
