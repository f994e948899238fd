import assert from "node:assert/strict";
import type { Endpoint } from "../../../../../docker/endpoint.ts";
import { hostFacts, lookAtDocker } from "../../../../../stacks/systems/docker/look.ts";
import { fakeDocker, type Answer } from "../../../../support/unit/fake-docker.ts";
import { rejectsWithUserError } from "../../../../support/unit/user-error.ts";

const ours = {
  name: "ca-server",
  state: "running",
  ports: "127.0.0.1:20000->8080/tcp",
  mounts: "/srv,ca-data",
  instance: "000000",
  stack: "dev",
  approach: "separate",
  port: "20000",
};
const theirs = {
  name: "theirs",
  state: "exited",
  ports: "",
  mounts: "",
  instance: "",
  stack: "",
  approach: "",
  port: "",
};
const labels = { instance: "000000", stack: "dev", approach: "separate", workload: "hello", volume: "data" };
const network = { name: "ca-back", instance: "000000", stack: "dev", approach: "separate" };
const none = { instance: "", stack: "", approach: "", workload: "", volume: "" };

function engine(
  given: { version?: Answer; ps?: Answer; images?: Answer; volumes?: Answer; networks?: Answer } = {},
  endpoint?: Endpoint,
) {
  const answers: Record<string, Answer> = {
    version: given.version ?? "28.2.2 1.50",
    ps: given.ps ?? "",
    image: given.images ?? "",
    volume: given.volumes ?? "",
    network: given.networks ?? "",
  };
  return fakeDocker((args) => answers[args[0] ?? ""] ?? { stderr: "unexpected" }, endpoint);
}

describe("the snapshot of Docker", () => {
  it("has containers, networks, volumes and images, and whether its host is this machine", async () => {
    const docker = engine({
      ps: `${JSON.stringify(ours)}\n${JSON.stringify(theirs)}\n`,
      images: "debian:12 sha256:1\n<none>:<none> sha256:2\n",
      volumes: [
        { name: "ca-data", ...labels, holds: "data" },
        { name: "data", ...none, holds: "" },
        { name: "ca-state", ...labels, volume: "state", holds: "state" },
      ]
        .map((one) => JSON.stringify(one))
        .join("\n"),
      networks: [network, { ...network, name: "bridge", instance: "", stack: "", approach: "" }]
        .map((one) => JSON.stringify(one))
        .join("\n"),
    });
    assert.deepEqual(await lookAtDocker(docker), {
      containers: [
        {
          name: "ca-server",
          running: true,
          hostPorts: [20_000],
          instance: "000000",
          stack: "dev",
          approach: "separate",
          entryPort: 20_000,
        },
        {
          name: "theirs",
          running: false,
          hostPorts: [],
          instance: "",
          stack: "",
          approach: "",
          entryPort: undefined,
        },
      ],
      networks: [network, { name: "bridge", instance: "", stack: "", approach: "" }],
      volumes: [
        { name: "ca-data", ...labels, isState: false, users: ["ca-server"] },
        { name: "data", ...none, isState: false, users: [] },
        { name: "ca-state", ...labels, volume: "state", isState: true, users: [] },
      ],
      images: new Map([
        ["debian:12", "sha256:1"],
        ["<none>:<none>", "sha256:2"],
      ]),
      local: true,
    });
  });

  it("is empty if Docker has nothing", async () => {
    const { containers, images } = await lookAtDocker(engine());
    assert.deepEqual([containers, images.size], [[], 0]);
  });

  it("includes stopped containers, and has full ids", async () => {
    const docker = engine();
    await lookAtDocker(docker);
    const [ps, images] = docker.calls;
    assert.deepEqual(ps?.slice(0, 3), ["ps", "--all", "--no-trunc"]);
    assert.ok(images?.includes("--no-trunc"));
  });

  for (const apiVersion of ["1.41", "1.50", "2.0"]) {
    it(`accepts a daemon with API ${apiVersion}`, async () => {
      assert.deepEqual((await lookAtDocker(engine({ version: `x ${apiVersion}` }))).containers, []);
    });
  }

  const old: Record<string, RegExp> = {
    "19.03.15 1.40": /at unix:.*docker\.sock is 19\.03\.15 with API 1\.40\./,
    "0.9 0.99": /is 0\.9 with API 0\.99\./,
    "": /is unknown with API unknown\./,
  };
  for (const [version, found] of Object.entries(old)) {
    it(`refuses a daemon with the version ${JSON.stringify(version)}`, async () => {
      await rejectsWithUserError(lookAtDocker(engine({ version })), {
        found,
        allowed: /^API 1\.41 or newer/,
        remedy: /upgrade Docker/,
      });
    });
  }

  const endpoints: Record<string, Endpoint> = {
    "from DOCKER_HOST": { host: "tcp://10.0.0.5:2376", source: "DOCKER_HOST" },
    "from the docker context": { host: "ssh://me@far", source: "context", context: "far" },
    "the default socket": { host: "unix:///var/run/docker.sock", source: "default" },
  };
  for (const [whence, endpoint] of Object.entries(endpoints)) {
    it(`fails if no daemon answers, and tells that its address is ${whence}`, async () => {
      const docker = engine({ version: { stderr: "Cannot connect to the Docker daemon.\n" } }, endpoint);
      await rejectsWithUserError(lookAtDocker(docker), {
        found: new RegExp(
          `^No Docker daemon answers at ${endpoint.host} \\(${whence}\\): Cannot connect .* daemon\\.$`,
        ),
        allowed: null,
        remedy: /npm run setup .* npm run doctor .* DOCKER_HOST/,
      });
    });
  }

  it("tells that Docker is not on this machine if its address is not a socket", async () => {
    for (const host of ["tcp://127.0.0.1:2375", "ssh://me@far"])
      assert.equal((await lookAtDocker(engine({}, { host, source: "DOCKER_HOST" }))).local, false);
  });

  const cases: Record<string, readonly [printed: string, ports: readonly number[]]> = {
    none: ["", []],
    "one that is exposed and not published": ["8080/tcp", []],
    "one on every address, as both families": ["0.0.0.0:8080->80/tcp, :::8080->80/tcp", [8080]],
    "IPv6 in brackets, as newer releases print it": ["[::]:8080->80/tcp", [8080]],
    "one on an IPv6 address": ["[fd00::1]:8081->80/tcp", [8081]],
    "one on an IPv4 address": ["127.0.0.1:20000->8080/tcp", [20_000]],
    "a range": ["0.0.0.0:9000-9002->9000-9002/tcp", [9000, 9001, 9002]],
    several: ["127.0.0.1:1->1/tcp, 443/tcp, 0.0.0.0:53->5353/udp", [1, 53]],
  };
  for (const [what, [ports, expected]] of Object.entries(cases)) {
    it(`reads published ports from ${what}`, async () => {
      const { containers } = await lookAtDocker(engine({ ps: JSON.stringify({ ...theirs, ports }) }));
      assert.deepEqual(containers[0]?.hostPorts, expected);
    });
  }
});

describe("Docker's host", () => {
  const facts = (answer: Answer) => hostFacts(fakeDocker(() => answer));

  it("has cgroup v1 or v2, as Docker reports, and v1 if an old release reports nothing", async () => {
    assert.deepEqual(await facts("2"), { cgroupVersion: 2, containersCgroup: "docker" });
    assert.deepEqual(await facts("1"), { cgroupVersion: 1, containersCgroup: "docker" });
    assert.equal((await facts("")).cgroupVersion, 1);
  });

  it("is a command of its own, and a failure is reported like any other", async () => {
    const docker = fakeDocker(() => "2");
    await hostFacts(docker);
    assert.deepEqual(docker.calls, [["info", "--format", "{{.CgroupVersion}}"]]);
    await rejectsWithUserError(facts({ stderr: "Cannot connect" }), {
      found: /^No Docker daemon answers/,
      allowed: null,
      remedy: /npm run doctor/,
    });
  });
});
