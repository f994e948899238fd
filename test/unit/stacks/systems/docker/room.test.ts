import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { checkRoom } from "../../../../../stacks/systems/docker/room.ts";
import { fakeDocker, silentDocker } from "../../../../support/unit/fake-docker.ts";
import { rejectsWithUserError } from "../../../../support/unit/user-error.ts";

describe("the disk space for images", () => {
  const variable = "CONTAINER_APPROACHES_MIN_FREE_BYTES";
  const docker = fakeDocker(() => tmpdir());
  let before: string | undefined;
  beforeEach(() => {
    before = process.env[variable];
  });
  afterEach(() => {
    if (before === undefined) Reflect.deleteProperty(process.env, variable);
    else process.env[variable] = before;
  });

  it("is an error if there is too little for images that must be built", async () => {
    process.env[variable] = String(2 ** 60);
    await rejectsWithUserError(checkRoom(2, docker), {
      found: new RegExp(`^\\d+ MiB are free in ${tmpdir()}, .* and 2 images must be built\\.$`),
      allowed: /^at least 1099511627776 MiB$/,
      remedy: /docker system df/,
    });
  });

  it("passes if there is enough", async () => {
    process.env[variable] = "1";
    await checkRoom(1, docker);
  });

  it("is not checked if no image must be built, or if it is another machine's", async () => {
    process.env[variable] = String(2 ** 60);
    await checkRoom(0, silentDocker());
    await checkRoom(1, silentDocker({ host: "ssh://me@far", source: "DOCKER_HOST" }));
  });

  it("passes if the folder cannot be read from here", async () => {
    process.env[variable] = String(2 ** 60);
    const hidden = fakeDocker(() => "/no/such/folder");
    await checkRoom(1, hidden);
    assert.deepEqual(hidden.calls, [["info", "--format", "{{.DockerRootDir}}"]]);
  });
});
