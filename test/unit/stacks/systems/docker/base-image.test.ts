import assert from "node:assert/strict";
import { findBaseImage } from "../../../../../stacks/systems/docker/base-image.ts";
import { fakeDocker, silentDocker } from "../../../../support/unit/fake-docker.ts";
import { rejectsWithUserError } from "../../../../support/unit/user-error.ts";

const candidates = ["ubuntu:22.04", "own/base:1"];
const missing = { stderr: "No such image" };

describe("the base image", () => {
  it("is the first candidate that Docker has", async () => {
    const images = new Map([
      ["own/base:1", "sha256:own"],
      ["ubuntu:22.04", "sha256:ubuntu"],
    ]);
    const found = await findBaseImage(silentDocker(), undefined, candidates, images);
    assert.deepEqual(found, { name: "ubuntu:22.04", id: "sha256:ubuntu" });
    images.delete("ubuntu:22.04");
    const second = await findBaseImage(silentDocker(), undefined, candidates, images);
    assert.deepEqual(second, { name: "own/base:1", id: "sha256:own" });
  });

  it("is an error if Docker has no candidate, and nothing is pulled", async () => {
    await rejectsWithUserError(findBaseImage(silentDocker(), undefined, candidates, new Map()), {
      found: /^The Docker daemon at unix:.* has no base image\.$/,
      allowed: /^ubuntu:22\.04 or own\/base:1$/,
      remedy: /npm run setup/,
    });
  });

  it("is the configured one, before all candidates", async () => {
    const docker = fakeDocker(() => "sha256:configured\n");
    const found = await findBaseImage(docker, "debian:12", candidates, new Map([["ubuntu:22.04", "sha256:1"]]));
    assert.deepEqual(found, { name: "debian:12", id: "sha256:configured" });
    assert.deepEqual(docker.calls, [["image", "inspect", "--format", "{{.Id}}", "debian:12"]]);
  });

  it("is pulled if it is configured and Docker lacks it", async () => {
    let pulled = false;
    const docker = fakeDocker(([command]) => {
      if (command === "pull") pulled = true;
      return pulled ? "sha256:pulled" : missing;
    });
    const found = await findBaseImage(docker, "debian:12", candidates, new Map());
    assert.deepEqual(found, { name: "debian:12", id: "sha256:pulled" });
    assert.deepEqual(
      docker.calls.map(([command]) => command),
      ["image", "pull", "image"],
    );
  });

  it("is refused if it is configured and cannot be pulled, with Docker's reason", async () => {
    const docker = fakeDocker(([command]) => (command === "pull" ? { stderr: "manifest unknown\n" } : missing));
    await rejectsWithUserError(findBaseImage(docker, "debain:12", candidates, new Map()), {
      found: /^Docker does not have the base image "debain:12" and cannot pull it: manifest unknown$/,
      allowed: /Debian or Ubuntu/,
      remedy: /pulumiw config set baseImage NAME/,
    });
  });
});
