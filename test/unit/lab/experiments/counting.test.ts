import fc from "fast-check";
import assert from "node:assert/strict";
import { kindOf, lineCount, stepCount } from "../../../../lab/experiments/complexity/counting.ts";
import { joinLayers, layerSums } from "../../../../lab/experiments/image/layers.ts";
import { packagesBeyond } from "../../../../lab/instruments/packages.ts";
import { capabilityCount, family, type Process } from "../../../../lab/instruments/processes.ts";

describe("counting what is rendered", () => {
  it("counts lines, a last one without an end too", () => {
    assert.deepEqual(["", "a", "a\n", "a\nb", "a\n\n"].map(lineCount), [0, 1, 1, 2, 2]);
  });

  it("counts instructions, not their continued lines, comments or empty lines", () => {
    assert.equal(stepCount("# syntax\nFROM a\nRUN one \\\n && two\n\n  COPY x y\n"), 3);
  });

  it("tells kinds by interpreter, then by name", () => {
    const kinds = [
      ["server/Dockerfile", "FROM a"],
      ["rootfs/opt/run", "#!/bin/sh\n"],
      ["rootfs/opt/other", "#!/usr/bin/env -S python3.11 -I\n"],
      ["rootfs/etc/a.service", "[Unit]"],
      ["rootfs/etc/type", "longrun"],
    ].map(([path = "", content = ""]) => kindOf({ path, content }));
    assert.deepEqual(kinds, ["Dockerfile", "sh", "python", "service", "plain"]);
  });
});

describe("layers", () => {
  const run = { CreatedBy: "RUN x", Size: 7 };
  const settings = { CreatedBy: "CMD x", Size: 0 };
  const base = { CreatedBy: "", Size: 9 };

  it("get the sizes of the steps that made them", () => {
    assert.deepEqual(joinLayers(["a", "b"], [settings, run, base]), [
      { id: "a", bytes: 9 },
      { id: "b", bytes: 7 },
    ]);
  });

  it("may be empty: then a step that is no setting has made them", () => {
    const link = { CreatedBy: "RUN ln -s x y", Size: 0 };
    assert.deepEqual(
      joinLayers(["a", "b", "c"], [settings, link, run, base])?.map(({ bytes }) => bytes),
      [9, 7, 0],
    );
  });

  it("are not guessed", () => {
    assert.equal(joinLayers(["a", "b", "c"], [settings, run, base]), undefined);
  });

  it("count once each, and in full in the sum", () => {
    const layer = fc.record({ id: fc.constantFrom("a", "b", "c", "d", "e"), bytes: fc.constant(3) });
    const image = fc.uniqueArray(layer, { selector: ({ id }) => id });
    fc.assert(
      fc.property(fc.array(image), image, (images, basic) => {
        const named = (layers: typeof basic) => ({ image: "", layers, bytes: 0 });
        const sums = layerSums(images.map(named), named(basic));
        const ids = new Set(images.flat().map(({ id }) => id));
        assert.equal(sums.total, 3 * ids.size);
        assert.equal(sums.layers, ids.size);
        assert.equal(sums.shared + sums.unique, sums.total);
        assert.equal(sums.sum, 3 * images.flat().length);
        assert.equal(sums.shared, 3 * basic.filter(({ id }) => ids.has(id)).length);
      }),
    );
  });
});

describe("packages", () => {
  const contents = (...packages: string[]) => ({ packages, setuid: [] });

  it("count once beyond the base image's", () => {
    const found = packagesBeyond(contents("libc"), [contents("libc", "python3"), contents("python3", "runit")]);
    assert.deepEqual(found, ["python3", "runit"]);
  });

  it("are unknown where one list is", () => {
    assert.equal(packagesBeyond(contents(), [{ packages: undefined, setuid: [] }]), undefined);
  });
});

describe("processes", () => {
  it("masks are counted bit by bit", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 63 })), (bits) => {
        const mask = bits.reduce((all, bit) => all | (1n << BigInt(bit)), 0n);
        assert.equal(capabilityCount(mask.toString(16)), bits.length);
      }),
    );
  });

  it("a family is the process and everything below it", () => {
    const found = [
      [2, 1],
      [3, 2],
      [4, 3],
      [5, 1],
    ].map(([pid, parent]) => ({ pid, parent }) as Process);
    assert.deepEqual([...family(found, 2)], [2, 3, 4]);
  });
});
