import assert from "node:assert/strict";
import { dockerSystem } from "../../../../../stacks/systems/docker/index.ts";
import { fakeDocker, silentDocker } from "../../../../support/unit/fake-docker.ts";
import { fullContainer } from "../../../../support/unit/full-container.ts";
import { systemLook } from "../../../../support/unit/looks.ts";

describe("Docker as a system", () => {
  it("refuses nothing that a plan can say", () => {
    assert.deepEqual(dockerSystem(silentDocker()).refuses(fullContainer), []);
  });

  for (const [kind, remedy] of [
    ["container", /docker inspect ca-it;.* docker rm --force ca-it$/],
    ["network", /docker network inspect ca-it;.* docker network rm ca-it$/],
    ["volume", /docker volume inspect ca-it;.* docker volume rm ca-it$/],
  ] as const) {
    it(`says how to look at a ${kind} that is in the way, and how to remove it`, () => {
      assert.match(dockerSystem(silentDocker()).removal("ca-it", kind), remedy);
    });
  }

  it("starts from the first base image that it has", async () => {
    const look = systemLook({ images: new Map([["own:1", "sha256:own"]]) });
    const found = await dockerSystem(silentDocker()).baseImage(undefined, ["ubuntu:22.04", "own:1"], look);
    assert.deepEqual(found, { name: "own:1", id: "sha256:own" });
  });

  it("finds out by trying whether it can meet a requirement", async () => {
    assert.equal(await dockerSystem(fakeDocker(() => "")).lacks("privileged", "base:1"), undefined);
    const refusing = fakeDocker(() => ({ stderr: "not permitted" }));
    assert.match((await dockerSystem(refusing).lacks("privileged", "base:1")) ?? "", /: not permitted$/);
  });

  it("finds and removes what a killed run has left: objects with the stack's labels that no state has", async () => {
    const docker = fakeDocker(([command = ""]) => (command === "network" ? "n1 back" : ""));
    const system = dockerSystem(docker);
    const { lost, stray } = await system.drift([], { instance: "abc123", stack: "dev" });
    assert.deepEqual(lost, []);
    assert.deepEqual(await system.remove(stray), ["removed the network back"]);
    assert.deepEqual(docker.calls.at(-1), ["network", "rm", "n1"]);
  });

  it("has no room to check where no image is missing", async () => {
    await dockerSystem(silentDocker()).checkRoom([]);
  });
});
