import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { missingFolders } from "../../../../../../stacks/systems/docker/delivered/missing.ts";
import { removeMemoryFolders } from "../../../../../../stacks/systems/docker/delivered/remove.ts";
import { fakeDocker, type Answer } from "../../../../../support/unit/fake-docker.ts";

const owner = { instance: "0123", stack: "dev" };
const remote = { host: "tcp://10.0.0.5:2376", source: "DOCKER_HOST" } as const;
const device = "/dev/shm/container-approaches/0123/dev/pod/secrets";

/** Answers by the first two words. */
function daemon(answers: Readonly<Record<string, Answer>>, endpoint?: typeof remote) {
  return fakeDocker(
    ([first = "", second = ""]) => answers[`${first} ${second}`] ?? { stderr: `unexpected: ${first}` },
    endpoint,
  );
}

describe("secrets in the memory of Docker's host that are missing", () => {
  it("are none without a volume that stands for some, with one question", async () => {
    const docker = daemon({ "volume ls": "" });
    assert.deepEqual(await missingFolders(docker, owner), []);
    assert.equal(docker.calls.length, 1);
    assert.deepEqual(docker.calls[0]?.slice(3), [
      "--filter",
      "label=container-approaches.instance=0123",
      "--filter",
      "label=container-approaches.stack=dev",
      "--filter",
      "label=container-approaches.delivered=memory",
    ]);
  });

  it("are none where this machine has the folder, without a helper container", async function () {
    const folder = await mkdtemp("/dev/shm/container-approaches-test-").catch(() => undefined);
    if (folder === undefined) {
      console.log("        skipped: this machine has no /dev/shm");
      return this.skip();
    }
    const docker = daemon({ "volume ls": "v", "volume inspect": `v ${folder}` });
    assert.deepEqual(await missingFolders(docker, owner), []);
    await rm(folder, { recursive: true });
  });

  it("are asked for on a daemon's own host, which tells what is gone, and which containers have it", async () => {
    const docker = daemon(
      {
        "volume ls": "v\nw",
        "volume inspect": `v ${device}\nw ${device}-other`,
        "image ls": "sha256:1\nsha256:2",
        "run --rm": "container-approaches/0123/dev/pod/secrets-other",
        "ps --all": "c1\nc2",
      },
      remote,
    );
    const missing = [{ volume: "w", folder: `${device}-other`, containers: ["c1", "c2"] }];
    assert.deepEqual(await missingFolders(docker, owner), missing);
    const run = docker.calls.find(([first]) => first === "run") ?? [];
    assert.ok(run.includes("sha256:1") && run.includes("container-approaches/0123/dev/pod/secrets"));
  });

  it("are all missing if there is no image left to look with: whatever needs them is made again", async () => {
    const docker = daemon(
      { "volume ls": "v", "volume inspect": `v ${device}`, "image ls": "", "ps --all": "" },
      remote,
    );
    assert.deepEqual(await missingFolders(docker, owner), [{ volume: "v", folder: device, containers: [] }]);
  });
});

describe("removing secrets from the memory of Docker's host", () => {
  const inspected = `0123 ${device}\n0123 \n0123 /srv/data`;

  it("removes the folders that volumes stand for, in one helper container, and no other folder", async () => {
    const docker = daemon({ "volume inspect": inspected, "image ls": "sha256:1", "run --rm": "" });
    assert.deepEqual(await removeMemoryFolders(docker, ["v", "w", "x"]), [`removed the secrets in ${device}`]);
    const run = docker.calls.filter(([first]) => first === "run");
    assert.equal(run.length, 1);
    assert.equal(run[0]?.at(-1), "container-approaches/0123/dev/pod/secrets");
    assert.doesNotMatch(JSON.stringify(run), /srv/);
  });

  it("asks for nothing more where no volume stands for one", async () => {
    const docker = daemon({ "volume inspect": "0123 \n0123 /srv/data" });
    assert.deepEqual(await removeMemoryFolders(docker, ["v", "w"]), []);
    assert.equal(docker.calls.length, 1);
  });

  it("says what it has left if there is no image to remove it with", async () => {
    const docker = daemon({ "volume inspect": inspected, "image ls": "" });
    const [line, ...more] = await removeMemoryFolders(docker, ["v"]);
    assert.match(line ?? "", new RegExp(`^kept ${device} .*no image is left`));
    assert.deepEqual(more, []);
  });
});
