import assert from "node:assert/strict";
import type { Mount } from "../../../../stacks/container-plan.ts";
import { scratchPoints } from "../../../../stacks/rendering/scratch-points.ts";

const scratch = (path: string, mode: number): Mount => ({ kind: "scratch", path, mode, sizeMiB: 1 });

/** The words that make folders. */
const install = (mode: string, ...paths: string[]) =>
  `RUN ${JSON.stringify(["/usr/bin/install", "-d", "-m", mode, "--", ...paths])}`;

describe("mount points of scratch folders", () => {
  it("have the modes of their mounts, so that a restart does not change them", () => {
    assert.deepEqual(scratchPoints([scratch("/run/a", 0o700), scratch("/run/it's", 0o700), scratch("/b", 0o1777)]), [
      install("0700", "/run/a", "/run/it's"),
      install("1777", "/b"),
    ]);
  });

  it("are not made where the mode is that of any new folder, nor for /tmp, nor for other mounts", () => {
    const volume = { kind: "volume", volume: "a", path: "/a", readOnly: false } as const;
    assert.deepEqual(scratchPoints([scratch("/run/a", 0o755), scratch("/tmp", 0o1777), volume]), []);
  });

  it("have the modes that a Compose file names", () => {
    const memory = (options: string): Mount => ({ kind: "memory", path: "/m", options });
    assert.deepEqual(scratchPoints([memory("size=1m,mode=1777")]), [install("1777", "/m")]);
    assert.deepEqual(scratchPoints([memory("mode=0700,size=1m")]), [install("0700", "/m")]);
    assert.deepEqual(scratchPoints([memory("size=1m"), memory("xmode=700")]), []);
  });
});
