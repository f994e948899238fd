import assert from "node:assert/strict";
import { tmpfsOptions } from "../../../../stacks/rendering/tmpfs.ts";

describe("rendering / mount options of a scratch folder", () => {
  const folder = { kind: "scratch", path: "/run/web", sizeMiB: 2, mode: 0o700 } as const;
  const common = "rw,noexec,nosuid,nodev";

  it("let nothing be executed, no device and no set-user-ID program work, and limit the size", () => {
    assert.equal(tmpfsOptions(folder), `${common},size=2m,mode=0700`);
    assert.equal(tmpfsOptions({ ...folder, mode: 0o1777 }), `${common},size=2m,mode=1777`);
    assert.equal(tmpfsOptions({ ...folder, mode: 0o20 }), `${common},size=2m,mode=0020`);
  });

  it("give it to its owner", () => {
    const owner = { uid: 10_001, gid: 10_002 };
    assert.equal(tmpfsOptions({ ...folder, owner }), `${common},size=2m,mode=0700,uid=10001,gid=10002`);
  });

  it("let programs be executed on request, and nothing else more", () => {
    assert.equal(tmpfsOptions({ ...folder, exec: true }), "rw,exec,nosuid,nodev,size=2m,mode=0700");
  });

  it("are none for a folder without a size, which would have no limit", () => {
    assert.throws(() => tmpfsOptions({ ...folder, sizeMiB: 0 }), /\/run\/web has a size of 0 MiB/);
  });
});
