import assert from "node:assert/strict";
import type { ContainerFacts } from "../../../../../stacks/container-facts.ts";
import { dockerSystem } from "../../../../../stacks/systems/docker/index.ts";
import { printing, useNotedProgram } from "../../../../support/unit/docker-program.ts";
import { silentDocker } from "../../../../support/unit/fake-docker.ts";
import { inspection, type Inspection } from "../../../../support/unit/inspection.ts";

const address = "tcp://10.0.0.5:2376";
const control = dockerSystem(silentDocker({ host: address, source: "DOCKER_HOST" })).control("ca-web");

/** Of the container that inspection() has without changes. */
const plain: ContainerFacts = {
  id: "1f0c",
  image: "sha256:2a",
  state: "running",
  exitCode: 0,
  startedAt: "2026-11-26T08:09:08.123456789Z",
  restarts: 2,
  health: { status: "healthy", intervalSeconds: 2.5, argv: ["/opt/check", "two words"] },
  graceSeconds: 7,
  restart: "unless-stopped",
  logs: { maxSizeMiB: 10, maxFiles: 3 },
  volumes: ["ca-store"],
  addresses: ["172.20.0.2"],
};

const checked = (Healthcheck: unknown) => ({ Config: { Healthcheck } });
const logging = (Type: string, Config: Readonly<Record<string, string>> | null) => ({
  HostConfig: { RestartPolicy: { Name: "no" }, LogConfig: { Type, Config } },
});
const health = plain.health ?? assert.fail("it has a check");

const cases: readonly (readonly [title: string, Partial<Inspection>, Partial<ContainerFacts>])[] = [
  ["a paused container as paused", { State: { Status: "paused" } }, { state: "paused" }],
  ["one that Docker restarts as restarting", { State: { Status: "restarting" } }, { state: "restarting" }],
  [
    "one that has ended as stopped",
    { State: { Status: "exited", ExitCode: 137 } },
    { state: "stopped", exitCode: 137 },
  ],
  ["a dead one as stopped", { State: { Status: "dead" } }, { state: "stopped" }],
  [
    "one that was never started as starting, if it has a check",
    { State: { Status: "created", Health: undefined } },
    { state: "created", health: { ...health, status: "starting" } },
  ],
  ["no health without a check", checked(undefined), { health: null }],
  ["no health where the check of the image is switched off", checked({ Test: ["NONE"] }), { health: null }],
  ["no health of an empty check", checked({ Test: [] }), { health: null }],
  [
    "the shell of a check that is a line of shell, and Docker's interval",
    checked({ Test: ["CMD-SHELL", "curl localhost || exit 1"] }),
    { health: { ...health, intervalSeconds: 30, argv: ["/bin/sh", "-c", "curl localhost || exit 1"] } },
  ],
  [
    "the image's own shell",
    { Config: { Shell: ["/bin/bash", "-ec"], Healthcheck: { Test: ["CMD-SHELL", "true"], Interval: 1e9 } } },
    { health: { ...health, intervalSeconds: 1, argv: ["/bin/bash", "-ec", "true"] } },
  ],
  ["Docker's grace period where none is set", { Config: { StopTimeout: null } }, { graceSeconds: 10 }],
  ["a grace period of 0 seconds", { Config: { StopTimeout: 0 } }, { graceSeconds: 0 }],
  [
    "no restart policy as no",
    { HostConfig: { RestartPolicy: { Name: "" }, LogConfig: { Type: "none", Config: {} } } },
    { restart: "no", logs: null },
  ],
  ["kibibytes of a log", logging("json-file", { "max-size": "512k" }), { logs: { maxSizeMiB: 0.5, maxFiles: 1 } }],
  ["gibibytes of a log", logging("json-file", { "max-size": "2GB" }), { logs: { maxSizeMiB: 2048, maxFiles: 1 } }],
  ["bytes of a log", logging("json-file", { "max-size": "1048576" }), { logs: { maxSizeMiB: 1, maxFiles: 1 } }],
  ["the limits that the driver local has by itself", logging("local", null), { logs: { maxSizeMiB: 20, maxFiles: 5 } }],
  ["no limits of a log that grows without end", logging("json-file", { "max-file": "3" }), { logs: null }],
  ["no limits of a log that is no file", logging("journald", { "max-size": "10m" }), { logs: null }],
  ["no volume where there is none", { Mounts: [] }, { volumes: [] }],
  ["no address in the network of another", { NetworkSettings: { Networks: {} } }, { addresses: [] }],
];

describe("systems / docker / control.sh inspect", () => {
  const docker = useNotedProgram("docker", 3);
  const facts = async (changes: Partial<Inspection> = {}) => {
    await docker.write({ inspect: printing(inspection(changes)) });
    const { stdout, stderr, exitCode } = await docker.ask(control, "inspect");
    assert.deepEqual([stderr, exitCode], ["", 0]);
    assert.doesNotMatch(stdout, /\n/, "it is more than one line");
    return JSON.parse(stdout) as ContainerFacts;
  };

  it("prints the facts of the container on one line, from one inspection by Docker", async () => {
    assert.deepEqual(await facts(), plain);
    assert.deepEqual(await docker.calls(), [["--host", address, "inspect", "--type", "container", "ca-web"]]);
  });

  for (const [title, changes, changed] of cases)
    it(`prints ${title}`, async () => {
      const found = await facts(changes);
      for (const key of Object.keys(changed) as (keyof ContainerFacts)[])
        assert.deepEqual(found[key], changed[key], key);
      assert.deepEqual(Object.keys(found), Object.keys(plain));
    });

  it("fails, and prints nothing, for a size that it cannot read", async () => {
    await docker.write({ inspect: printing(inspection(logging("json-file", { "max-size": "much" }))) });
    const { stdout, stderr, exitCode } = await docker.ask(control, "inspect");
    assert.deepEqual([stdout, exitCode], ["", 1]);
    assert.match(stderr, /Docker gives a log the size much/);
  });
});
