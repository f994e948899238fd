import assert from "node:assert/strict";
import { verbs } from "../../../../stacks/contract.ts";
import { dockerControl } from "../../../../stacks/rendering/docker-control.ts";

describe("rendering / docker control", () => {
  const docker = ["docker", "--host", "tcp://engine:2376"];
  const control = dockerControl(docker, "ca-web");

  for (const verb of verbs) {
    it(`${verb} asks the deployment's engine about the one container`, () => {
      assert.deepEqual(control[verb].slice(0, docker.length), docker);
      assert.ok(control[verb].includes("ca-web"));
    });
  }

  it("takes a signal's name as the next word", () => {
    assert.deepEqual(control.signal.slice(docker.length), ["kill", "ca-web", "--signal"]);
  });

  it("takes a command to run as the next words", () => {
    assert.deepEqual(control.exec.slice(docker.length), ["exec", "ca-web"]);
  });
});
