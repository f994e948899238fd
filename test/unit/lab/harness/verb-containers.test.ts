import assert from "node:assert/strict";
import { verbContainers } from "../../../../lab/harness/verb-containers.ts";
import type { ContainerControl, HostProbe } from "../../../../lab/tools.ts";
import type { ContainerFacts } from "../../../../stacks/container-facts.ts";

const facts: ContainerFacts = {
  ...{ id: "an-id", image: "an-image", exitCode: 0, startedAt: "2026-01-01T00:00:00Z", restarts: 0 },
  ...{ state: "running", health: null, graceSeconds: 10, restart: "always", logs: null, volumes: [] },
  addresses: ["10.0.0.2"],
};

/** A system with one container. @param refuses verbs that fail without any effect */
function systemWith(
  state: ContainerFacts["state"],
  refuses: readonly string[] = [],
  more: Partial<ContainerFacts> = {},
) {
  const did: string[] = [];
  let now: ContainerFacts = { ...facts, ...more, state };
  const become: Readonly<Record<string, ContainerFacts["state"]>> = {
    ...{ start: "running", thaw: "running", freeze: "paused", kill: "stopped", stop: "stopped" },
  };
  const control: ContainerControl = (_, verb) => {
    if (verb === "inspect") return Promise.resolve({ exitCode: 0, output: JSON.stringify(now) });
    if (verb === "pids") return Promise.resolve({ exitCode: 0, output: `${process.pid}\n` });
    did.push(verb);
    if (refuses.includes(verb)) return Promise.resolve({ exitCode: 1, output: `cannot ${verb}\n` });
    if (verb !== "thaw" || now.state === "paused") now = { ...now, state: become[verb] ?? now.state };
    return Promise.resolve({ exitCode: 0, output: "" });
  };
  const entry = { scheme: "http", address: "127.0.0.1", port: 8080, url: "http://127.0.0.1:8080" } as const;
  const deployment = {
    ...{ containers: { one: { system: "made up", control: "true" } }, entry },
    services: { web: { replicas: [{ container: "one", control: "true" }], image: "i", networks: [] } },
  };
  const ask = () => Promise.resolve({ at: 1 });
  const host: HostProbe = { container: "probe", ask: ask as HostProbe["ask"], talk: () => assert.fail("no talk") };
  const parts = { control, host, deployment, names: ["one"], entry: "web", system: { ownKernel: false } };
  return { did, containers: verbContainers(parts, new AbortController().signal) };
}

describe("containers on a system that is known by its verbs", () => {
  it("are killed, frozen or not, and started", async () => {
    const { did, containers } = systemWith("paused");
    await containers.kill();
    assert.equal((await containers.state("one")).running, false);
    await containers.start();
    assert.deepEqual(did, ["thaw", "kill", "start"]);
  });

  it("have a state that does not depend on the system", async () => {
    const { containers } = systemWith("running");
    const { id, running, pid, failing } = await containers.state("one");
    assert.deepEqual({ id, running, pid, failing }, { id: "an-id", running: true, pid: process.pid, failing: false });
    assert.deepEqual(await containers.addresses("one"), ["10.0.0.2"]);
  });

  it("take an action that is already done for no failure", async () => {
    const { containers } = systemWith("stopped", ["kill", "thaw"]);
    await containers.kill();
  });

  it("tell an action that failed, with the system's own words", async () => {
    const { containers } = systemWith("stopped", ["start"]);
    await assert.rejects(containers.start(), /start of one: cannot start/);
  });

  it("are killed where the system cannot freeze them, since they must use no processor meanwhile", async () => {
    const { did, containers } = systemWith("running", ["freeze"]);
    await containers.freeze();
    assert.deepEqual(did, ["freeze", "kill"]);
  });

  it("are renewed if their health check fails, and continue if not", async () => {
    const health = { intervalSeconds: 5, argv: ["true"] };
    const well = systemWith("paused", [], { health: { ...health, status: "healthy" } });
    await well.containers.resume();
    assert.deepEqual(well.did, ["thaw"]);
    const dead = systemWith("stopped", [], { health: { ...health, status: "healthy" } });
    await dead.containers.resume();
    assert.deepEqual(dead.did, ["thaw", "thaw", "kill", "start"]);
  });
});
