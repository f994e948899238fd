import type { EngineApi } from "../docker/engine-api.ts";
import type { UnitPlan } from "../stacks/contract.ts";
import type { Arm } from "./arm.ts";
import { containerRequest, networkBody } from "./floor-requests.ts";
import { targetOf, type Subject } from "./subject.ts";

/**
 * The engine's own share: the same API calls, made directly and side by side wherever the engine allows it. Its images are there
 * already: building them is not part of it.
 */
export function floorArm(subject: Subject, api: EngineApi): Arm {
  const { rendering, images, scope } = subject.plan;
  const networkNames = new Map(rendering.networks.map(({ name, fullName }) => [name, fullName] as const));
  const references = new Map(images.map(({ name, reference }) => [name, reference] as const));
  const start = async (unit: UnitPlan) => {
    const { create, connect } = containerRequest(unit, scope, references.get(unit.image) ?? "", networkNames);
    await api.call("POST", `/containers/create?name=${unit.fullName}`, create);
    for (const { network, aliases } of connect) {
      const body = { Container: unit.fullName, EndpointConfig: { Aliases: aliases } };
      await api.call("POST", `/networks/${network}/connect`, body);
    }
    await api.call("POST", `/containers/${unit.fullName}/start`);
  };
  const stop = async ({ fullName, stopGraceSeconds }: UnitPlan) => {
    await api.call("POST", `/containers/${fullName}/stop?t=${stopGraceSeconds}`);
    await api.call("DELETE", `/containers/${fullName}?v=1`);
  };
  return {
    name: "floor",
    title: "engine API alone",
    target: targetOf(subject),
    removesImages: false,
    async up() {
      await Promise.all(
        rendering.networks.map((network) => api.call("POST", "/networks/create", networkBody(network, scope))),
      );
      await Promise.all(rendering.units.map(start));
    },
    async again() {
      await Promise.all([
        ...rendering.networks.map(({ fullName }) => api.call("GET", `/networks/${fullName}`)),
        ...images.map(({ reference }) => api.call("GET", `/images/${reference}/json`)),
        ...rendering.units.map(({ fullName }) => api.call("GET", `/containers/${fullName}/json`)),
      ]);
    },
    async down() {
      await Promise.all(rendering.units.map(stop));
      await Promise.all(rendering.networks.map(({ fullName }) => api.call("DELETE", `/networks/${fullName}`)));
    },
  };
}
