import assert from "node:assert/strict";
import { scratchOf } from "../../../../stacks/rendering/isolation.ts";
import { quietService, sampleService } from "../../../support/unit/samples.ts";

describe("rendering / scratch folders of services in one container", () => {
  const user = { uid: 7, gid: 8 };

  it("are a /tmp for all, and each service's own, which only it can use", () => {
    const services = [
      sampleService({ user, scratch: [{ path: "/run/web", sizeMiB: 2 }] }),
      quietService({ user: { uid: 9, gid: 9 } }),
    ];
    assert.deepEqual(scratchOf(services), [
      { kind: "scratch", path: "/tmp", sizeMiB: 16, mode: 0o1777 },
      { kind: "scratch", path: "/run/web", sizeMiB: 2, mode: 0o700, owner: user },
    ]);
  });

  it("have the mode that the service asks for, and let programs run only if it asks for that", () => {
    const scratch = [
      { path: "/a", sizeMiB: 1, mode: 0o750, exec: true },
      { path: "/b", sizeMiB: 1, mode: 0o4, exec: false },
    ];
    assert.deepEqual(scratchOf([sampleService({ user, scratch })]).slice(1), [
      { kind: "scratch", path: "/a", sizeMiB: 1, mode: 0o750, owner: user, exec: true },
      { kind: "scratch", path: "/b", sizeMiB: 1, mode: 0o4, owner: user },
    ]);
  });
});
