import assert from "node:assert/strict";
import { duration, durationText } from "../../../../services/compose/normal/duration.ts";
import { bytes } from "../../../../services/compose/normal/size.ts";
import { wordsOf } from "../../../../services/compose/normal/words.ts";

describe("a duration", () => {
  for (const [written, text] of Object.entries({
    "1m30s": "1m30s",
    "90s": "1m30s",
    "1.5s": "1.5s",
    "500ms": "500ms",
    "1500ms": "1.5s",
    "2h": "2h0m0s",
    "1m": "1m0s",
    "1d": "24h0m0s",
    "1w": "168h0m0s",
    "0s": "0s",
    "0": "0s",
    "10us": "10µs",
  })) {
    it(`is what Compose prints: ${written}`, () => {
      assert.equal(durationText(duration(written) ?? assert.fail("no duration")), text);
    });
  }

  for (const written of ["", "30", "1", "s", "1x", "-1s", "1 s", "1m30"]) {
    it(`is none without a unit, or with anything else: ${JSON.stringify(written)}`, () => {
      assert.equal(duration(written), undefined);
    });
  }
});

describe("a size", () => {
  for (const [written, size] of Object.entries({
    "1g": 1024 ** 3,
    "1gb": 1024 ** 3,
    "1GiB": 1024 ** 3,
    "1 gb": 1024 ** 3,
    "0.5g": 512 * 1024 ** 2,
    "64m": 64 * 1024 ** 2,
    "50M": 50 * 1024 ** 2,
    "512k": 512 * 1024,
    "1024": 1024,
    "10b": 10,
    "-1": -1,
  })) {
    it(`counts in powers of 1024, whatever its unit's spelling: ${written}`, () => {
      assert.equal(bytes(written), size);
    });
  }

  for (const written of ["", "m", "1x", "1.g.", "one"]) {
    it(`is none with anything else: ${JSON.stringify(written)}`, () => {
      assert.equal(bytes(written), undefined);
    });
  }
});

describe("a command as one text", () => {
  for (const [written, words] of [
    [`echo "a b" 'c d' e\\ f`, ["echo", "a b", "c d", "e f"]],
    ['bundle exec puma -C "a b"', ["bundle", "exec", "puma", "-C", "a b"]],
    ["echo $HOME", ["echo", "$HOME"]],
    ["", []],
    ["  ", []],
    [`a ""`, ["a", ""]],
    [`a"b"'c'd`, ["abcd"]],
    [`"a\\"b" 'a\\b'`, ['a"b', "a\\b"]],
    ["a\nb\tc", ["a", "b", "c"]],
  ] as const) {
    it(`becomes words, without a shell: ${JSON.stringify(written)}`, () => {
      assert.deepEqual(wordsOf(written), { words, dropped: "" });
    });
  }

  it("ends where a shell would have to go on, which is told", () => {
    assert.deepEqual(wordsOf("migrate && serve"), { words: ["migrate"], dropped: "&& serve" });
    assert.deepEqual(wordsOf('echo "a && b"'), { words: ["echo", "a && b"], dropped: "" });
  });

  it("is none if a quote does not end", () => {
    for (const written of ['echo "a', "echo 'a", "echo a\\"]) assert.equal(wordsOf(written), undefined);
  });
});
