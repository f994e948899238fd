import assert from "node:assert/strict";
import { resolved, textFrom } from "../../../../services/compose/scalars.ts";

/** What `docker compose config` prints for each, as the value of a variable. */
const texts: Readonly<Record<string, string | undefined>> = {
  true: "true",
  True: "true",
  yes: "yes",
  on: "on",
  "~": undefined,
  null: undefined,
  "": undefined,
  "1": "1",
  "+5": "5",
  "1_000": "1000",
  "0x1F": "31",
  "0x_1F": "31",
  "0o17": "15",
  "0755": "493",
  "0_7": "7",
  "0b11": "3",
  "-0b11": "-3",
  "08": "8",
  "22:22": "22:22",
  "1.10": "1.1",
  "1.0": "1",
  "1.": "1",
  ".5": "0.5",
  "+.5": "0.5",
  "0.1e1": "1",
  "12e3": "12000",
  "100000.0": "100000",
  "999999.5": "999999.5",
  "1e6": "1e+06",
  "1234567.0": "1.234567e+06",
  "123456789.123": "1.23456789123e+08",
  "1e20": "1e+20",
  "100000000000000000000000.5": "1.0000000000000001e+23",
  "0.0001": "0.0001",
  "0.00001": "1e-05",
  "-0.0": "-0",
  ".inf": "+Inf",
  "-.inf": "-Inf",
  ".nan": "NaN",
  "1e400": "1e400",
  "12345678901234567890": "12345678901234567890",
};

describe("a scalar without quotes", () => {
  for (const [written, text] of Object.entries(texts)) {
    it(`means what Compose takes it for: ${JSON.stringify(written)}`, () => {
      assert.equal(textFrom(resolved(written)), text);
    });
  }

  it("is a number only if it fits into 64 bits", () => {
    assert.equal(resolved("18446744073709551615").value, 18_446_744_073_709_551_615n);
    assert.equal(resolved("-9223372036854775808").value, -9_223_372_036_854_775_808n);
    assert.deepEqual(resolved("18446744073709551616"), { value: 18_446_744_073_709_551_616, float: true });
  });

  it("that is a date stays a text", () => {
    assert.equal(resolved("2024-01-02").value, "2024-01-02");
  });
});
