import assert from "node:assert/strict";
import type { Mount } from "../../../../stacks/container-plan.ts";
import { mountWords } from "../../../../stacks/systems/podman/mount-argv.ts";
import { fullContainer } from "../../../support/unit/full-container.ts";

describe("systems / podman, mounts", () => {
  const context = {
    scope: { instance: "000000", stack: "podman", approach: "podman", workload: "hello" },
    published: { container: "server", address: "127.0.0.1", external: 20_000, internal: 8080 },
    host: {},
    imageOf: (name: string) => name,
    networkOf: (name: string) => name,
    volumeOf: (name: string) => `ca-${name}`,
    containerOf: (name: string) => name,
    folderOf: () => "/own/files",
  };
  const words = (mount: Mount) => mountWords({ ...fullContainer, mounts: [mount] }, context).join(" ");

  // podman 4.3 takes "readonly" for a folder of the host, and ends with "invalid mount option" for a volume.
  it("that are read-only say so with the word that podman takes for volumes, too", () => {
    const volume = { kind: "volume", volume: "data", path: "/data" } as const;
    assert.equal(words({ ...volume, readOnly: true }), "--mount type=volume,source=ca-data,destination=/data,ro=true");
    assert.equal(words({ ...volume, readOnly: false }), "--mount type=volume,source=ca-data,destination=/data");
    assert.equal(
      words({ kind: "host", source: "/opt/a", path: "/a", readOnly: true }),
      "--mount type=bind,source=/opt/a,destination=/a,ro=true",
    );
  });
});
