import assert from "node:assert/strict";
import { containerRequest, networkBody } from "../../../bench/floor-requests.ts";
import type { UnitPlan } from "../../../stacks/contract.ts";
import { ownWorkload } from "../../support/unit/subjects.ts";
import { planned } from "./support.ts";

async function helloUnit(name: string) {
  const { rendering, scope } = planned(await ownWorkload("hello"));
  const unit = rendering.units.find((one) => one.name === name);
  assert.ok(unit !== undefined);
  const names = new Map(rendering.networks.map((network) => [network.name, network.fullName] as const));
  return { unit, scope, names };
}

describe("bench / the floor's requests", () => {
  it("a container asks for every limit and every restriction of its unit", async () => {
    const { unit, scope, names } = await helloUnit("server");
    const { create } = containerRequest(unit, scope, "image:1", names);
    const host = create.HostConfig as Readonly<Record<string, unknown>>;
    const asked = {
      Memory: host.Memory,
      MemorySwap: host.MemorySwap,
      NanoCpus: host.NanoCpus,
      PidsLimit: host.PidsLimit,
      ReadonlyRootfs: host.ReadonlyRootfs,
      CapDrop: host.CapDrop,
      SecurityOpt: host.SecurityOpt,
      Init: host.Init,
    };
    assert.deepEqual(asked, {
      Memory: 64 * 1024 ** 2,
      MemorySwap: 64 * 1024 ** 2,
      NanoCpus: 5e8,
      PidsLimit: 64,
      ReadonlyRootfs: true,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      Init: true,
    });
  });

  it("the health check's times are nanoseconds", async () => {
    const { unit, scope, names } = await helloUnit("client");
    const { create } = containerRequest(unit, scope, "image:1", names);
    assert.deepEqual(create.Healthcheck, {
      Test: ["CMD", ...(unit.healthcheck?.argv ?? [])],
      Interval: 2e9,
      Timeout: 3e9,
      Retries: 3,
      StartPeriod: 10e9,
    });
  });

  it("the first network is given at creation, the others are connected", async () => {
    const { unit, scope, names } = await helloUnit("server");
    const { create, connect } = containerRequest(unit, scope, "image:1", names);
    const back = names.get("back") ?? "";
    assert.deepEqual(create.NetworkingConfig, { EndpointsConfig: { [back]: { Aliases: ["server"] } } });
    assert.deepEqual(connect, [{ network: names.get("front"), aliases: [] }]);
  });

  it("a unit without a network is refused", async () => {
    const { unit, scope, names } = await helloUnit("server");
    const lonely: UnitPlan = { ...unit, networks: [] };
    assert.throws(() => containerRequest(lonely, scope, "image:1", names), /is on no network/);
  });

  it("a network carries the owner's labels", async () => {
    const { rendering, scope } = planned(await ownWorkload("hello"));
    const [network] = rendering.networks;
    assert.ok(network !== undefined);
    assert.equal(networkBody(network, scope).Labels["container-approaches.instance"], scope.instance);
  });
});
