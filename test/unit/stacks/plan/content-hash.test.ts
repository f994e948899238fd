import fc from "fast-check";
import assert from "node:assert/strict";
import { contentHash } from "../../../../stacks/plan/content-hash.ts";
import { contextFile } from "../../../support/unit/arbitraries.ts";
import { textOf } from "../../../support/unit/text-of.ts";

/** An image's content whose files have different paths. */
const content = fc.record({
  dockerfile: fc.string({ unit: "binary", minLength: 1 }),
  files: fc.uniqueArray(contextFile, { minLength: 1, maxLength: 5, selector: ({ path }) => path }),
});
const base = "sha256:1";

describe("the content hash", () => {
  it("is twelve hexadecimal digits, the same each time", () => {
    fc.assert(
      fc.property(content, (image) => {
        assert.match(contentHash(image, base), /^[0-9a-f]{12}$/);
        assert.equal(contentHash(structuredClone(image), base), contentHash(image, base));
      }),
    );
  });

  it("does not depend on the order of files", () => {
    fc.assert(
      fc.property(content, fc.infiniteStream(fc.nat()), (image, numbers) => {
        const files = image.files.map((file) => [numbers.next().value ?? 0, file] as const);
        const shuffled = files.sort(([a], [b]) => a - b).map(([, file]) => file);
        assert.equal(contentHash({ ...image, files: shuffled }, base), contentHash(image, base));
      }),
    );
  });

  it("changes with any character of the Dockerfile", () => {
    fc.assert(
      fc.property(content, fc.nat(), (image, where) => {
        const dockerfile = changedAt(image.dockerfile, where);
        assert.notEqual(contentHash({ ...image, dockerfile }, base), contentHash(image, base));
      }),
    );
  });

  it("changes with any file's content, path or mode", () => {
    fc.assert(
      fc.property(content, fc.nat(), fc.nat(), (image, which, where) => {
        const index = which % image.files.length;
        const file = image.files[index];
        assert.ok(file);
        for (const changed of [
          { ...file, content: changedAt(textOf(file), where) },
          { ...file, path: changedAt(file.path, where) },
          { ...file, mode: file.mode ^ 0o100 },
        ]) {
          const files = image.files.with(index, changed);
          assert.notEqual(contentHash({ ...image, files }, base), contentHash(image, base));
        }
      }),
    );
  });

  it("changes with an additional file and with a missing file", () => {
    fc.assert(
      fc.property(content, (image) => {
        const more = [...image.files, { path: "one/more", content: "", mode: 0o644 }];
        const less = image.files.slice(1);
        for (const files of [more, less]) {
          assert.notEqual(contentHash({ ...image, files }, base), contentHash(image, base));
        }
      }),
    );
  });

  it("changes with the base image's id", () => {
    fc.assert(
      fc.property(content, fc.string(), fc.string(), (image, one, other) => {
        fc.pre(one !== other);
        assert.notEqual(contentHash(image, one), contentHash(image, other));
      }),
    );
  });
});

/** The text with one character changed; an empty text gets one. */
function changedAt(text: string, where: number): string {
  const index = where % Math.max(text.length, 1);
  const other = text[index] === "x" ? "y" : "x";
  return `${text.slice(0, index)}${other}${text.slice(index + 1)}`;
}
