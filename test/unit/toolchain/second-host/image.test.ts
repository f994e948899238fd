import { execa } from "execa";
import assert from "node:assert/strict";
import { buildScript, parseAptProgress } from "../../../../toolchain/second-host/build-script.ts";
import { guestHash, guestRecipe } from "../../../../toolchain/second-host/recipe.ts";

describe("the image of the second host", () => {
  it("has a key that changes with everything in its recipe", () => {
    const hashes = Object.keys(guestRecipe).map((name) => guestHash({ ...guestRecipe, [name]: "another" }));
    assert.equal(new Set([guestHash(), ...hashes]).size, hashes.length + 1);
    assert.equal(guestHash(), guestHash({ ...guestRecipe }));
  });

  it("is built by a script that a shell understands", async () => {
    await execa("sh", ["-n"], { input: buildScript() });
    await execa("sh", ["-n"], { input: guestRecipe.init });
  });

  it("keeps no host key and no refusal to start services", () => {
    assert.match(buildScript(), /rm -rf .*ssh_host_\*.*policy-rc\.d$/);
  });
});

describe("progress of the package manager", () => {
  it("is read from its status lines", () => {
    assert.deepEqual(parseAptProgress("dlstatus:3:41.2500:Retrieving file 3 of 90"), {
      phase: "download",
      share: 0.4125,
      what: "Retrieving file 3 of 90",
    });
    assert.deepEqual(parseAptProgress("pmstatus:podman:80:Unpacking podman (amd64)"), {
      phase: "install",
      share: 0.8,
      what: "Unpacking podman (amd64)",
    });
  });

  it("is in no other line", () => {
    for (const line of ["", "Get:1 http://mirror/ podman", "pmstatus:podman:much:Unpacking"]) {
      assert.equal(parseAptProgress(line), undefined);
    }
  });
});
