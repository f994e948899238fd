import assert from "node:assert/strict";
import type { Endpoint } from "../../../../../docker/endpoint.ts";
import { lookAtEngine } from "../../../../../stacks/systems/docker/look.ts";
import { fakeDocker, type Answer } from "../../../../support/unit/fake-docker.ts";
import { rejectsWithUserError } from "../../../../support/unit/user-error.ts";

const ours = {
  name: "ca-server",
  state: "running",
  ports: "127.0.0.1:20000->8080/tcp",
  instance: "000000",
  stack: "dev",
  approach: "separate",
  port: "20000",
};
const theirs = { name: "theirs", state: "exited", ports: "", instance: "", stack: "", approach: "", port: "" };

function engine(given: { version?: Answer; ps?: Answer; images?: Answer } = {}, endpoint?: Endpoint) {
  const answers: Record<string, Answer> = {
    version: given.version ?? "28.2.2 1.50",
    ps: given.ps ?? "",
    image: given.images ?? "",
  };
  return fakeDocker((args) => answers[args[0] ?? ""] ?? { stderr: "unexpected" }, endpoint);
}

describe("the look at the engine", () => {
  it("reads versions, containers and images", async () => {
    const docker = engine({
      ps: `${JSON.stringify(ours)}\n${JSON.stringify(theirs)}\n`,
      images: "debian:12 sha256:1\n<none>:<none> sha256:2\n",
    });
    assert.deepEqual(await lookAtEngine(docker), {
      version: "28.2.2",
      apiVersion: "1.50",
      containers: [
        {
          name: "ca-server",
          running: true,
          ports: "127.0.0.1:20000->8080/tcp",
          instance: "000000",
          stack: "dev",
          approach: "separate",
          entryPort: 20_000,
        },
        {
          name: "theirs",
          running: false,
          ports: "",
          instance: "",
          stack: "",
          approach: "",
          entryPort: undefined,
        },
      ],
      images: new Map([
        ["debian:12", "sha256:1"],
        ["<none>:<none>", "sha256:2"],
      ]),
    });
  });

  it("finds nothing on an empty engine", async () => {
    const { containers, images } = await lookAtEngine(engine());
    assert.deepEqual([containers, images.size], [[], 0]);
  });

  it("asks about stopped containers too, and for ids in full", async () => {
    const docker = engine();
    await lookAtEngine(docker);
    const [, ps, images] = docker.calls;
    assert.deepEqual(ps?.slice(0, 3), ["ps", "--all", "--no-trunc"]);
    assert.ok(images?.includes("--no-trunc"));
  });

  for (const apiVersion of ["1.41", "1.50", "2.0"]) {
    it(`takes an engine with API ${apiVersion}`, async () => {
      assert.equal((await lookAtEngine(engine({ version: `x ${apiVersion}` }))).apiVersion, apiVersion);
    });
  }

  const old: Record<string, RegExp> = {
    "19.03.15 1.40": /at unix:.*docker\.sock is 19\.03\.15 with API 1\.40\./,
    "0.9 0.99": /is 0\.9 with API 0\.99\./,
    "": /is unknown with API unknown\./,
  };
  for (const [version, found] of Object.entries(old)) {
    it(`refuses an engine that calls itself ${JSON.stringify(version)}`, async () => {
      await rejectsWithUserError(lookAtEngine(engine({ version })), {
        found,
        allowed: /^API 1\.41 or newer/,
        remedy: /upgrade the engine/,
      });
    });
  }

  const endpoints: Record<string, Endpoint> = {
    "from DOCKER_HOST": { host: "tcp://10.0.0.5:2376", source: "DOCKER_HOST" },
    "from the docker context": { host: "ssh://me@far", source: "context", context: "far" },
    "the default socket": { host: "unix:///var/run/docker.sock", source: "default" },
  };
  for (const [whence, endpoint] of Object.entries(endpoints)) {
    it(`says that no engine answers, and that its address is ${whence}`, async () => {
      const docker = engine({ version: { stderr: "Cannot connect to the Docker daemon.\n" } }, endpoint);
      await rejectsWithUserError(lookAtEngine(docker), {
        found: new RegExp(
          `^No Docker engine answers at ${endpoint.host} \\(${whence}\\): Cannot connect .* daemon\\.$`,
        ),
        allowed: null,
        remedy: /npm run setup .* npm run doctor .* DOCKER_HOST/,
      });
    });
  }
});
