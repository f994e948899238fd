import assert from "node:assert/strict";
import { tooNewForCgroup1 } from "../../../../../stacks/supervisors/systemd/release.ts";

describe("the systemd of a base image, on cgroup v1", () => {
  const says = (release: string) => tooNewForCgroup1("base:1", release);

  for (const [id, version] of [
    ["debian", "13"],
    ["debian", "14"],
    ["ubuntu", "24.10"],
    ["ubuntu", "26.04"],
  ]) {
    it(`is too new in ${id} ${version}`, () => {
      assert.match(says(`PRETTY_NAME="It"\nID=${id}\nVERSION_ID="${version}"\n`) ?? "", /base:1 is It, /);
      assert.match(says(`ID=${id}\nVERSION_ID=${version}\n`) ?? "", new RegExp(`is ${id} ${version}, `));
    });
  }

  for (const [id, version] of [
    ["debian", "12"],
    ["ubuntu", "22.04"],
    ["ubuntu", "24.04"],
    ["fedora", "42"],
  ]) {
    it(`runs, or is not known, in ${id} ${version}`, () => {
      assert.equal(says(`ID=${id}\nVERSION_ID="${version}"\n`), undefined);
    });
  }

  it("is too new in Debian's release in the making, and not known without a file", () => {
    assert.notEqual(says('PRETTY_NAME="Debian GNU/Linux forky/sid"\nID=debian\n'), undefined);
    assert.equal(says(""), undefined);
  });
});
