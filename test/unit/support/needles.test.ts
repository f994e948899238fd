import assert from "node:assert/strict";
import { formsIn, formsInStream, needlesFor } from "../../support/needles.ts";

const text = 'it\'s "$HOME" ü漢\n0123456789';
const needles = needlesFor(text);

/** Something around it, so that its place is not the beginning. */
const written: Readonly<Record<string, string>> = {
  "as it is": `abc${text}def`,
  "base64, after 0 bytes": Buffer.from(`${text}and more`).toString("base64"),
  "base64, after 1 bytes": Buffer.from(`x${text}`).toString("base64"),
  "base64, after 2 bytes": Buffer.from(`four5${text}`).toString("base64"),
  "hexadecimal digits": `00${Buffer.from(text).toString("hex")}00`,
  "hexadecimal capitals": Buffer.from(text).toString("hex").toUpperCase(),
  "for a URL": `?a=${encodeURIComponent(text)}&b=1`,
  "for JSON": JSON.stringify({ a: `x${text}` }),
  "for JSON in JSON": JSON.stringify({ a: JSON.stringify({ b: text }) }),
  reversed: Array.from(`x${text}y`).reverse().join(""),
};

describe("the search for a text", () => {
  for (const [form, haystack] of Object.entries(written)) {
    it(`finds it ${form}`, () => {
      assert.deepEqual(formsIn(haystack, needles), [form]);
    });
  }

  it("knows no other form", () => {
    assert.deepEqual(
      needles.map(({ form }) => form),
      Object.keys(written),
    );
  });

  it("finds nothing in another text", () => {
    for (const haystack of Object.values(written)) assert.deepEqual(formsIn(haystack, needlesFor(`${text}!`)), []);
  });

  it("finds it where a stream is cut", async () => {
    const bytes = Buffer.from(`abc${text}def`);
    for (let at = 0; at <= bytes.length; at += 1) {
      const parts = [bytes.subarray(0, at), Buffer.alloc(0), bytes.subarray(at)];
      const found = await formsInStream(streamOf(parts), needles);
      assert.deepEqual(found, { forms: ["as it is"], bytes: bytes.length });
    }
  });
});

async function* streamOf(parts: readonly Buffer[]): AsyncIterable<Buffer> {
  for (const part of parts) yield await Promise.resolve(part);
}
