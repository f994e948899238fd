import assert from "node:assert/strict";
import { grantedCapabilities } from "../../../../stacks/keeper/capabilities.ts";
import { addedCapabilities, droppedCapabilities } from "../../../../stacks/keeper/nspawn-capabilities.ts";
import { limitIn } from "../../../../stacks/systems/podman/host.ts";
import { csv, localName } from "../../../../stacks/systems/podman/words.ts";
import { seccompOf, type Profile } from "../../../../stacks/systems/runc/seccomp.ts";

describe("systems / podman", () => {
  it("quotes words that podman reads as lists with commas", () => {
    assert.deepEqual(["a=b", "a=b,c", 'a="b"'].map(csv), ["a=b", '"a=b,c"', '"a=""b"""']);
  });

  it("names images as podman does: with a registry that Docker leaves out", () => {
    const names = ["a/b:1", "localhost/a:1", "example.org/a", "a:5000/b"];
    assert.deepEqual(names.map(localName), ["localhost/a/b:1", "localhost/a:1", "example.org/a", "a:5000/b"]);
  });

  it("reads limits of processes, none as -1, and no more than it is told", () => {
    const text = "Limit  Soft Limit  Hard Limit  Units\nMax processes  96365  unlimited  processes\n";
    assert.equal(limitIn(text, "Max processes"), "96365:-1");
    assert.equal(limitIn(text, "Max processes", 100), "100:100");
  });
});

describe("capabilities of containers that s6 keeps running", () => {
  it("are the usual ones, without what is dropped and with what is added", () => {
    assert.ok(grantedCapabilities({ add: ["SYS_TIME"], drop: ["CHOWN"] }).includes("SYS_TIME"));
    assert.ok(!grantedCapabilities({ add: [], drop: ["CHOWN"] }).includes("CHOWN"));
    assert.deepEqual(grantedCapabilities({ add: ["KILL"], drop: ["ALL"] }), ["KILL"]);
  });

  it("are all dropped by systemd-nspawn but those that it needs to become another user", () => {
    const none = { add: [], drop: ["ALL"] };
    assert.ok(droppedCapabilities(none, 0).includes("CAP_SETUID"));
    assert.ok(!droppedCapabilities(none, 1).includes("CAP_SETUID"));
    assert.deepEqual(addedCapabilities({ add: ["SYS_TIME", "KILL"], drop: ["ALL"] }), ["CAP_SYS_TIME"]);
  });
});

describe("the seccomp filter of runc", () => {
  const profile: Profile = {
    defaultAction: "SCMP_ACT_ERRNO",
    archMap: [{ architecture: "SCMP_ARCH_X86_64", subArchitectures: ["SCMP_ARCH_X86"] }],
    syscalls: [
      { names: ["always"], action: "SCMP_ACT_ALLOW" },
      { names: ["elsewhere"], action: "SCMP_ACT_ALLOW", includes: { arches: ["arm64"] } },
      { names: ["chroot"], action: "SCMP_ACT_ALLOW", includes: { caps: ["CAP_SYS_CHROOT"] } },
      { names: ["no-chroot"], action: "SCMP_ACT_ERRNO", errnoRet: 1, excludes: { caps: ["CAP_SYS_CHROOT"] } },
    ],
  };
  const namesWith = (...capabilities: readonly string[]) =>
    seccompOf(profile, capabilities, "x64").syscalls.flatMap(({ names }) => names);

  it("has the rules of this processor, with and without a capability", () => {
    assert.deepEqual(namesWith(), ["always", "no-chroot"]);
    assert.deepEqual(namesWith("CAP_SYS_CHROOT"), ["always", "chroot"]);
  });

  it("names the processor's own kinds, and is refused for one that is unknown", () => {
    assert.deepEqual(seccompOf(profile, [], "x64").architectures, ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"]);
    assert.throws(() => seccompOf(profile, [], "mips"), /no seccomp filter is known/);
  });
});
