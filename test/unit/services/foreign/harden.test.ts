import assert from "node:assert/strict";
import { hardened } from "../../../../services/foreign/harden.ts";
import { resolved } from "../../../../services/foreign/resolve.ts";
import { foreignService, imageFacts } from "../../../support/unit/foreign.ts";

describe("a service of a Compose file that is restricted", () => {
  const plain = resolved(foreignService, imageFacts);

  it("stays as it is without a measure, and where the file has said it", () => {
    assert.equal(hardened(plain, []), plain);
    const restricted = { ...foreignService.confinement, readOnlyRoot: true };
    const already = resolved({ ...foreignService, confinement: restricted }, imageFacts);
    assert.equal(hardened(already, ["read-only"]), already);
  });

  it("has a read-only root, and memory where programs write, but not over its own mounts", () => {
    const { service, mounts } = hardened({ ...plain, mounts: [{ kind: "tmpfs", path: "/run", options: "size=1m" }] }, [
      "read-only",
    ]);
    assert.equal(service.confinement.readOnlyRoot, true);
    assert.deepEqual(
      mounts.map(({ path }) => path),
      ["/run", "/tmp", "/var/tmp"],
    );
  });

  it("loses capabilities, all or most, and every way to gain privileges", () => {
    const { confinement } = hardened(plain, ["no-new-privileges", "few-capabilities"]).service;
    assert.deepEqual(confinement.securityOptions, ["no-new-privileges:true"]);
    assert.deepEqual(confinement.capabilities.drop, ["ALL"]);
    assert.ok(confinement.capabilities.add.includes("SETUID"));
    assert.deepEqual(hardened(plain, ["no-capabilities"]).service.confinement.capabilities, { add: [], drop: ["ALL"] });
  });
});
