import assert from "node:assert/strict";
import { helperArgs, helperContainers } from "../../../../../stacks/systems/docker/data/helper.ts";
import { dockerData } from "../../../../../stacks/systems/docker/data/index.ts";
import { createVolumes, storedVolumes } from "../../../../../stacks/systems/docker/data/stored.ts";
import { reasonOf } from "../../../../../stacks/volume-data/helper.ts";
import { measureFrom } from "../../../../../stacks/volume-data/room.ts";
import { checksScript } from "../../../../support/unit/checks-script.ts";
import { fakeDocker, silentDocker } from "../../../../support/unit/fake-docker.ts";
import { sampleScope } from "../../../../support/unit/samples.ts";
import { rejectsWithUserError } from "../../../../support/unit/user-error.ts";

const owner = { instance: "000000", stack: "dev" };
const place = { docker: silentDocker(), owner, image: "base" };

const helpers = helperContainers(place);

describe("a helper container", () => {
  const args = (verb: "read" | "stage") => helperArgs(verb, ["v1"], "name", place);
  const after = (words: readonly string[], option: string) => words.filter((_, index) => words[index - 1] === option);

  it("has no network, no root to write to, no log, and goes when it ends", () => {
    const words = args("stage");
    for (const word of ["--rm", "--read-only"]) assert.ok(words.includes(word), word);
    assert.deepEqual([after(words, "--network"), after(words, "--log-driver")], [["none"], ["none"]]);
    assert.deepEqual(after(words, "--security-opt"), ["no-new-privileges"]);
  });

  it("has the capabilities that its work needs, and no others", () => {
    assert.deepEqual(
      [after(args("read"), "--cap-drop"), after(args("read"), "--cap-add")],
      [["ALL"], ["DAC_OVERRIDE"]],
    );
    const writing = ["DAC_OVERRIDE", "CHOWN", "FOWNER", "FSETID", "SETFCAP", "MKNOD"];
    assert.deepEqual(after(args("stage"), "--cap-add"), writing);
  });

  it("only reads where it needs no more, and fills no empty volume from the image", () => {
    assert.deepEqual(after(args("read"), "--mount"), [
      "type=volume,source=v1,target=/volumes/v1,volume-nocopy,readonly",
    ]);
    assert.deepEqual(after(args("stage"), "--mount"), ["type=volume,source=v1,target=/volumes/v1,volume-nocopy"]);
  });

  it("carries the owner labels, so that it is found when its command was killed", () => {
    assert.deepEqual(after(args("read"), "--label"), [
      "container-approaches.instance=000000",
      "container-approaches.stack=dev",
      "container-approaches.helper=read",
    ]);
  });

  it("says why it failed, without the names of files", () => {
    assert.equal(reasonOf(helpers, 2, ["./a", "tar: No space left on device", ""]), "tar: No space left on device");
    assert.match(reasonOf(helpers, 137, []), /was killed/);
    assert.match(reasonOf(helpers, undefined, []), /ended with a signal/);
  });
});

describe("what a volume measures", () => {
  it("is read from the script's line", () => {
    assert.deepEqual(measureFrom("v1 4096 3 10041 20041 2770 65024 100 4096"), {
      bytes: 4096,
      entries: 3,
      owner: { uid: 10_041, gid: 20_041 },
      mode: 0o2770,
      disk: "65024",
      freeBytes: 409_600,
    });
  });

  it("is not asked for if there are no volumes", async () => {
    assert.deepEqual(await dockerData(silentDocker(), owner, "base").measure([]), []);
  });
});

describe("volumes with data at Docker", () => {
  const volume = (name: string, holds: string) =>
    JSON.stringify({ fullName: `ca-${name}`, name, holds, approach: "s6", workload: "w" });
  const container = (name: string, mounts: string, state: string, stack: string) =>
    JSON.stringify({ container: name, state, mounts, instance: "000000", stack });

  it("are those that do not hold a supervisor's state, with the containers that mount them", async () => {
    const answers: Record<string, string> = {
      volume: [volume("b", "data"), volume("a", "data"), volume("c", "state"), volume("", "")].join("\n"),
      ps: [container("web", "ca-a,/etc", "running", "dev"), container("other", "ca-a", "exited", "x")].join("\n"),
    };
    const docker = fakeDocker(([command = ""]) => answers[command] ?? "");
    assert.deepEqual(
      (await storedVolumes(docker, owner)).map(({ name, users }) => [name, users]),
      [
        [
          "a",
          [
            { container: "other", running: false, own: false },
            { container: "web", running: true, own: true },
          ],
        ],
        ["b", []],
      ],
    );
  });

  const scope = sampleScope();
  const plan = { name: "a", fullName: "ca-a", owner: { uid: 0, gid: 0 }, mode: 0o700, holds: "data" } as const;

  it("are created with a deployment's labels where they are missing", async () => {
    const docker = fakeDocker(([, verb]) => (verb === "inspect" ? { stderr: "no such volume" } : ""));
    assert.deepEqual(await createVolumes(docker, scope, [plan]), ["ca-a"]);
    const created = docker.calls.at(-1) ?? [];
    for (const label of [
      "instance=000000",
      "stack=separate",
      "approach=separate",
      "workload=hello",
      "volume=a",
      "holds=data",
    ])
      assert.ok(created.includes(`container-approaches.${label}`), label);
    assert.equal(created.at(-1), "ca-a");
  });

  it("are left alone if they belong to something else, which is named", async () => {
    const docker = fakeDocker(([, verb]) => (verb === "inspect" ? '{"container-approaches.instance":"ffffff"}' : ""));
    await rejectsWithUserError(createVolumes(docker, scope, [plan]), {
      found: /ca-a exists and belongs to something else: its label container-approaches.instance is "ffffff"/,
      allowed: /000000/,
      remedy: /docker volume inspect ca-a/,
    });
    assert.equal(docker.calls.length, 1);
  });
});

describe("what runs in a helper container", () => {
  checksScript("stacks/volume-data/volumes.sh");
});
