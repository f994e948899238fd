import assert from "node:assert/strict";
import type { Manifest } from "../../../../cli/data/manifest.ts";
import { matchVolumes, parseRenames } from "../../../../cli/data/matching.ts";
import { checkBackupSpace, checkRestoreSpace } from "../../../../cli/data/space.ts";
import type { VolumePlan } from "../../../../stacks/contract.ts";
import type { VolumeMeasure } from "../../../../stacks/systems/data-room.ts";
import { throwsUserError } from "../../../support/unit/user-error.ts";

const plan = (name: string): VolumePlan => {
  return { name, fullName: `ca-${name}`, owner: { uid: 1, gid: 1 }, mode: 0o700, holds: "data" };
};
const manifestOf = (...names: string[]): Manifest => ({
  version: 1,
  workload: "w",
  stack: "s",
  approach: "a",
  created: "now",
  live: false,
  volumes: names.map((name) => ({ name, entry: `${name}.tar`, bytes: 100, entries: 1, sha256: "0".repeat(64) })),
});
const target = { workload: "w", plans: [plan("one"), plan("two")] };
const none = new Map<string, string>();

function matched(names: readonly string[], renames: ReadonlyMap<string, string>, only?: readonly string[]) {
  const wanted = { renames, ...(only === undefined ? {} : { only }) };
  return matchVolumes(manifestOf(...names), target, wanted).map(({ archived, plan: { fullName } }) => [
    archived.name,
    fullName,
  ]);
}

describe("which volume gets which data", () => {
  it("goes by name, by --as and by --only", () => {
    assert.deepEqual(matched(["one", "two"], none), [
      ["one", "ca-one"],
      ["two", "ca-two"],
    ]);
    assert.deepEqual(matched(["old", "two"], parseRenames(["old=one"])), [
      ["old", "ca-one"],
      ["two", "ca-two"],
    ]);
    assert.deepEqual(matched(["one", "two"], parseRenames(["one=two", "two=one"])), [
      ["one", "ca-two"],
      ["two", "ca-one"],
    ]);
    assert.deepEqual(matched(["one", "gone"], none, ["one"]), [["one", "ca-one"]]);
  });

  it("is refused for a volume that the workload lacks, with what to do", () => {
    throwsUserError(() => matched(["one", "gone"], none), {
      found: /no volume "gone"/,
      allowed: /^one, two$/,
      remedy: /--as gone=NAME; leave it out with --only one$/,
    });
  });

  it("is refused where two would go into one", () => {
    const expected = { found: /twice, among one/, allowed: /once/, remedy: /--as/ };
    throwsUserError(() => matched(["one", "two"], parseRenames(["two=one"])), expected);
    throwsUserError(() => parseRenames(["a=b", "a=c"]), { ...expected, found: /twice, among a/ });
  });

  it("is refused for names that the backup lacks, another workload, and words of another form", () => {
    const unknown = { found: /names the volume "x", which the backup does not have/, allowed: /^one$/, remedy: /\w/ };
    throwsUserError(() => matched(["one"], parseRenames(["x=two"])), unknown);
    throwsUserError(() => matched(["one"], none, ["x"]), unknown);
    throwsUserError(() => matchVolumes(manifestOf("one"), { ...target, workload: "v" }, { renames: none }), {
      found: /of the workload "w"/,
      allowed: /^v$/,
      remedy: /a stack of that workload/,
    });
    for (const word of ["one", "=one", "one=", "a=b=c"])
      throwsUserError(() => parseRenames([word]), { found: /--as is/, allowed: /OLD=NEW/, remedy: /\w/ });
  });
});

describe("the space that data needs", () => {
  const measure = (bytes: number, disk: string, freeBytes: number): VolumeMeasure => {
    return { bytes, entries: 1, owner: { uid: 0, gid: 0 }, mode: 0o755, disk, freeBytes };
  };
  const matches = matchVolumes(manifestOf("one", "two"), target, { renames: none });

  it("is that of all volumes on a disk together", () => {
    checkRestoreSpace(matches, [measure(0, "a", 200), measure(0, "a", 200)]);
    checkRestoreSpace(matches, [measure(0, "a", 100), measure(0, "b", 100)]);
    throwsUserError(
      () => {
        checkRestoreSpace(matches, [measure(0, "a", 199), measure(0, "a", 199)]);
      },
      {
        found: /ca-one, ca-two/,
        allowed: null,
        remedy: /nothing has been changed/,
      },
    );
  });

  it("of a backup is that of what it reads", () => {
    checkBackupSpace("/b", 30, [measure(10, "a", 0), measure(20, "a", 0)]);
    throwsUserError(
      () => {
        checkBackupSpace("/b", 29, [measure(10, "a", 0), measure(20, "a", 0)]);
      },
      {
        found: /free at \/b/,
        allowed: null,
        remedy: /another disk/,
      },
    );
  });
});
