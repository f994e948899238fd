import assert from "node:assert/strict";
import { approaches } from "../../../stacks/approaches.ts";
import { openSystems } from "../../../stacks/systems.ts";

describe("the systems", () => {
  const env = { DOCKER_HOST: "tcp://10.0.0.5:2376" };

  it("are each opened once, and found by the name that an approach gives", async () => {
    const { all, of } = await openSystems(env);
    for (const system of all) assert.equal(of({ system: system.name }), system);
  });

  it("have a first one, which runs every approach that names none", async () => {
    const { all, of } = await openSystems(env);
    assert.equal(of({}), all[0]);
    for (const approach of Object.values(approaches)) assert.ok(all.includes(of(approach)), approach.name);
  });

  it("are no others than those of the registry", async () => {
    const { of } = await openSystems(env);
    for (const system of ["nonesuch", "", "toString"])
      assert.throws(() => of({ system }), new RegExp(`no system is named "${system}"`));
  });

  it("are where the given variables say", async () => {
    const [first] = (await openSystems(env)).all;
    assert.match(first?.control("ca-web") ?? "", /tcp:\/\/10\.0\.0\.5:2376/);
  });
});
