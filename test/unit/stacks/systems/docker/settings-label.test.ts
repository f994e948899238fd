import assert from "node:assert/strict";
import type { ContainerPlan } from "../../../../../stacks/container-plan.ts";
import { settingsLabel } from "../../../../../stacks/systems/docker/settings-label.ts";
import { fullContainer } from "../../../../support/unit/full-container.ts";
import { without } from "../../../../support/unit/without.ts";

describe("the label with a container's settings", () => {
  it("changes if something is left out that the provider would not miss", () => {
    const { extras, grants } = fullContainer;
    const labelOf = (change: Partial<ContainerPlan>) => JSON.stringify(settingsLabel({ ...fullContainer, ...change }));
    const changes: readonly Partial<ContainerPlan>[] = [
      {},
      { grants: { ...grants, capabilities: { add: [], drop: [] } } },
      { grants: { ...grants, noNewPrivileges: !grants.noNewPrivileges } },
      { extras: { ...extras, securityOptions: [] } },
      { extras: without(extras, "runtime") },
      { extras: { ...extras, kernel: without(extras.kernel, "shmMiB") } },
    ];
    const labels = changes.map(labelOf);
    assert.equal(new Set(labels).size, labels.length);
    const { health, ...unchecked } = fullContainer;
    assert.ok(health);
    assert.notDeepEqual(settingsLabel(unchecked), settingsLabel(fullContainer));
  });

  it("is at no container of another workload than a Compose file", () => {
    assert.deepEqual(settingsLabel(without(fullContainer, "extras")), {});
  });
});
