import assert from "node:assert/strict";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import type { FurtherPort } from "../../../../stacks/container-plan.ts";
import { withFurtherPorts } from "../../../../stacks/plan/further-ports.ts";
import type { ContainerLook } from "../../../../stacks/systems/contract.ts";
import { freePort } from "../../../support/free-port.ts";
import { listening } from "../../../support/unit/listening.ts";
import { containerLook, foreignContainer } from "../../../support/unit/looks.ts";
import { sampleScope, sampleService, sampleSettings, sampleWorkload } from "../../../support/unit/samples.ts";

const base = separate.render(sampleWorkload({ services: [sampleService()] }), sampleSettings());

function rendering(...further: readonly FurtherPort[]) {
  return {
    ...base,
    containers: base.containers.map((container) => ({
      ...container,
      attachments: { ...container.attachments, further },
    })),
  };
}

describe("further ports of a deployment", () => {
  const tcp = (port: number, external?: number): FurtherPort => ({
    port,
    protocol: "tcp",
    ...(external === undefined ? {} : { external }),
  });

  async function chosen(
    further: readonly FurtherPort[],
    present: readonly ContainerLook[] = [],
    { reserved = new Set<number>(), local = false } = {},
  ) {
    const request = { scope: sampleScope(), address: "127.0.0.1", reserved };
    const { rendering: result, taken } = await withFurtherPorts(rendering(...further), request, {
      containers: present,
      local,
    });
    return {
      further: result.containers[0]?.attachments.further,
      taken,
      warnings: result.warnings.slice(base.warnings.length),
    };
  }

  it("have the host's port that they ask for, and are the system's choice if they ask for none", async () => {
    assert.deepEqual(await chosen([tcp(80, 8080), tcp(81)]), {
      further: [tcp(80, 8080), tcp(81)],
      taken: [8080],
      warnings: [],
    });
  });

  it("are the system's choice, with a warning, if another has the port: a container, this stack, or this deployment", async () => {
    const theirs = foreignContainer({ hostPorts: [8080] });
    for (const [present, reserved] of [
      [[theirs], new Set<number>()],
      [[], new Set([8080])],
    ] as const) {
      const { further, taken, warnings } = await chosen([tcp(80, 8080)], present, { reserved });
      assert.deepEqual([further, taken], [[tcp(80)], []]);
      assert.match(warnings[0] ?? "", /^web: port 8080 of the host is in use, so another leads to 80\/tcp/);
    }
    assert.deepEqual((await chosen([tcp(80, 8080), tcp(81, 8080)])).further, [tcp(80, 8080), tcp(81)]);
  });

  it("stay where the deployment's own container has them", async () => {
    const own = containerLook({ hostPorts: [8080] });
    assert.deepEqual((await chosen([tcp(80, 8080)], [own])).further, [tcp(80, 8080)]);
  });

  it("are tried on this machine, where the containers run here", async () => {
    const server = await listening((_, response) => response.end());
    try {
      const free = await freePort();
      const { further } = await chosen([tcp(80, server.port), tcp(81, free)], [], { local: true });
      assert.deepEqual(further, [tcp(80), tcp(81, free)]);
    } finally {
      await server.close();
    }
  });
});
