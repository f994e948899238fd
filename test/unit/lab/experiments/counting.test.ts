import fc from "fast-check";
import assert from "node:assert/strict";
import { isOwnProgram, kindOf, lineCount, stepCount } from "../../../../lab/experiments/complexity/counting.ts";
import { settingsBeyond } from "../../../../lab/experiments/complexity/run-settings.ts";
import { joinLayers, layerSums } from "../../../../lab/experiments/image/layers.ts";
import { packagesBeyond } from "../../../../lab/instruments/packages.ts";
import { capabilityCount, family, type Process } from "../../../../lab/instruments/processes.ts";

describe("counting what is rendered", () => {
  it("counts lines, also a last one without a line end", () => {
    assert.deepEqual(["", "a", "a\n", "a\nb", "a\n\n"].map(lineCount), [0, 1, 1, 2, 2]);
  });

  it("counts instructions, not their continued lines, comments or empty lines", () => {
    assert.equal(stepCount("# syntax\nFROM a\nRUN one \\\n && two\n\n  COPY x y\n"), 3);
  });

  it("tells the kind of a file by its interpreter, then by its name", () => {
    const kinds = [
      ["server/Dockerfile", "FROM a"],
      ["rootfs/opt/run", "#!/bin/sh\n"],
      ["rootfs/opt/other", "#!/usr/bin/env -S python3.11 -I\n"],
      ["rootfs/etc/a.service", "[Unit]"],
      ["rootfs/etc/type", "longrun"],
    ].map(([path = "", content = ""]) => kindOf({ path, content }));
    assert.deepEqual(kinds, ["Dockerfile", "sh", "python", "service", "plain"]);
  });

  it("tells the project's own programs from what users of a supervisor write", () => {
    const own = (path: string, content = "#!/bin/sh\n") =>
      isOwnProgram({ path: `all/rootfs/opt/container-approaches/${path}`, content });
    assert.deepEqual(
      ["control", "checks/server"].map((path) => own(path)),
      [true, true],
    );
    assert.deepEqual(
      ["sv/server/run", "scan/one/two/run"].map((path) => own(path)),
      [false, false],
    );
    assert.equal(own("control", "settings"), false);
    assert.equal(isOwnProgram({ path: "all/rootfs/etc/x.service", content: "#!/bin/sh\n" }), false);
    assert.equal(isOwnProgram({ path: "all/Dockerfile", content: "FROM a\n" }), false);
  });
});

describe("settings at run time", () => {
  const plain = {
    Config: { Image: "a", Hostname: "x", User: "", Env: ["PATH=/bin"], Cmd: ["sleep"], Labels: {} },
    HostConfig: {
      Memory: 0,
      CapDrop: null,
      Privileged: false,
      NetworkMode: "default",
      LogConfig: { Type: "json-file" },
    },
    NetworkSettings: { Networks: {} },
  };
  const settings = (config: object, host: object) =>
    settingsBeyond(plain, {
      ...plain,
      Config: { ...plain.Config, ...config },
      HostConfig: { ...plain.HostConfig, ...host },
    });

  it("are those that a container without settings does not have", () => {
    assert.equal(settings({}, {}), 0);
    assert.equal(settings({ Hostname: "y", Labels: { a: "b" } }, { Memory: 0, CapDrop: [] }), 0);
    assert.equal(settings({ User: "1:1" }, { Memory: 64, Privileged: true, NetworkMode: "own" }), 4);
  });

  it("count each element of a list, but a command once", () => {
    assert.equal(settings({ Env: ["PATH=/bin", "A=1", "B=2"], Cmd: ["a", "b", "c"] }, { CapDrop: ["ALL"] }), 4);
    const nested = {
      Tmpfs: { "/run": "size=1m", "/tmp": "" },
      LogConfig: { Type: "json-file", Config: { "max-size": "1m" } },
    };
    assert.equal(settings({ ExposedPorts: { "8080/tcp": {} } }, nested), 4);
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

  it("may be empty, if a step that is not a setting created them", () => {
    const link = { CreatedBy: "RUN ln -s x y", Size: 0 };
    assert.deepEqual(
      joinLayers(["a", "b", "c"], [settings, link, run, base])?.map(({ bytes }) => bytes),
      [9, 7, 0],
    );
  });

  it("are unknown if the history does not fit", () => {
    assert.equal(joinLayers(["a", "b", "c"], [settings, run, base]), undefined);
  });

  it("count once in the total, and for each image in the sum", () => {
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
  const contents = (...packages: string[]) => ({ packages, setuid: [], programs: [] });

  it("count once, without those of the base image", () => {
    const found = packagesBeyond(contents("libc"), [contents("libc", "python3"), contents("python3", "runit")]);
    assert.deepEqual(found, ["python3", "runit"]);
  });

  it("are unknown if one list is unknown", () => {
    assert.equal(packagesBeyond(contents(), [{ packages: undefined, setuid: [], programs: [] }]), undefined);
  });
});

describe("processes", () => {
  it("capabilities are the bits of a mask", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 63 })), (bits) => {
        const mask = bits.reduce((all, bit) => all | (1n << BigInt(bit)), 0n);
        assert.equal(capabilityCount(mask.toString(16)), bits.length);
      }),
    );
  });

  it("a family is a process and all its descendants", () => {
    const found = [
      [2, 1],
      [3, 2],
      [4, 3],
      [5, 1],
    ].map(([pid, parent]) => ({ pid, parent }) as Process);
    assert.deepEqual([...family(found, 2)], [2, 3, 4]);
  });
});
