import assert from "node:assert/strict";
import { withoutCgroupsBelow } from "../../../../../stacks/systems/docker/read-only-cgroups.ts";
import { fakeDocker } from "../../../../support/unit/fake-docker.ts";

describe("whether a read-only mount of cgroups leaves those below it writable", () => {
  it("is found by creating one, in a privileged container with that mount", async () => {
    const docker = fakeDocker(() => "");
    assert.equal(await withoutCgroupsBelow(docker, "base:1"), undefined);
    const [words = []] = docker.calls;
    for (const word of ["--privileged", "/sys/fs/cgroup:/sys/fs/cgroup:ro", "base:1"]) assert.ok(words.includes(word));
    assert.match(words.at(-1) ?? "", /mkdir/);
  });

  it("is answered with what mkdir says if it does not", async () => {
    const stderr = "mkdir: cannot create directory '/sys/fs/cgroup/try': Read-only file system\n";
    const answer = await withoutCgroupsBelow(
      fakeDocker(() => ({ stderr })),
      "base:1",
    );
    assert.match(answer ?? "", /cgroup v2, or Docker 25 and newer\): mkdir: .* Read-only file system$/);
  });
});
