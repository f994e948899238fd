import fc from "fast-check";
import assert from "node:assert/strict";
import type { Service } from "../../../../services/contract.ts";
import { inTurn, startGroups } from "../../../../stacks/rendering/order.ts";
import { quietService } from "../../../support/unit/samples.ts";

const names = (services: readonly Service[]) => startGroups(services).map((group) => group.map(({ name }) => name));

describe("startGroups", () => {
  it("has services without dependencies in the first group, in their own order", () => {
    assert.deepEqual(names([quietService({ name: "b" }), quietService({ name: "a" })]), [["b", "a"]]);
  });

  it("has a service after all its dependencies, also indirect ones", () => {
    const services = [
      quietService({ name: "d", dependsOn: { a: "healthy", c: "healthy" } }),
      quietService({ name: "c", dependsOn: { b: "healthy" } }),
      quietService({ name: "b", dependsOn: { a: "healthy" } }),
      quietService({ name: "a" }),
      quietService({ name: "e", dependsOn: { a: "healthy" } }),
    ];
    assert.deepEqual(names(services), [["a"], ["b", "e"], ["c"], ["d"]]);
  });

  it("has every service once, after its dependencies, for any workload without cycles", () => {
    const workload = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 7 }).map((needs) =>
      needs.map((some, index) => {
        const needed = index === 0 ? [] : some.map((need) => [`s${need % index}`, "healthy"] as const);
        const dependsOn = Object.fromEntries(needed);
        return quietService({ name: `s${index}`, dependsOn });
      }),
    );
    fc.assert(
      fc.property(workload, (services) => {
        const flat = names(services).flat();
        assert.deepEqual([...flat].sort(), services.map(({ name }) => name).sort());
        for (const group of startGroups(services)) {
          for (const { name, dependsOn } of group) {
            for (const need of Object.keys(dependsOn)) assert.ok(flat.indexOf(need) < flat.indexOf(name));
            assert.ok(group.every((other) => !(other.name in dependsOn)));
          }
        }
      }),
    );
  });
});

describe("inTurn", () => {
  it("adds up the slowest of each group", () => {
    const services = [
      quietService({ name: "a", stopGraceSeconds: 1 }),
      quietService({ name: "b", stopGraceSeconds: 5 }),
      quietService({ name: "c", stopGraceSeconds: 10, dependsOn: { a: "healthy" } }),
    ];
    assert.equal(
      inTurn(services, ({ stopGraceSeconds }) => stopGraceSeconds),
      15,
    );
  });
});
