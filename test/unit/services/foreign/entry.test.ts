import assert from "node:assert/strict";
import { asWorkload } from "../../../../services/foreign/as-workload.ts";
import type { ForeignService, ResolvedService } from "../../../../services/foreign/contract.ts";
import { resolved } from "../../../../services/foreign/resolve.ts";
import { foreignService, imageFacts } from "../../../support/unit/foreign.ts";
import { throwsUserError } from "../../../support/unit/user-error.ts";

const networks: ForeignService["attachment"] = { kind: "networks", networks: { default: { aliases: [] } }, links: {} };

/** A service of an image that exposes these. */
function service(name: string, exposed: readonly string[], own: Partial<ForeignService> = {}): ResolvedService {
  return resolved({ ...foreignService, name, attachment: networks, ...own }, { ...imageFacts, exposed });
}

function workload(...services: readonly ResolvedService[]) {
  const project = { name: "p", services: services.map((one) => one.service), networks: {}, volumes: {} };
  return asWorkload(project, services, { grants: [], warnings: [] });
}

const entry = (...services: readonly ResolvedService[]) => {
  const { entry: found, foreign } = workload(...services);
  return [found.service, found.port, foreign?.warnings.length];
};

const refused = (...services: readonly ResolvedService[]) => {
  throwsUserError(() => workload(...services), {
    found:
      /^No service of the Compose file publishes a TCP port, and no image of one that keeps running exposes one\.$/,
    allowed: /^ports of at least one service, .* or expose, such as/,
    remedy: /add ports to the service that others use, or expose with a port/,
  });
};

describe("the entry of a Compose project", () => {
  const ports = [{ target: 8080, protocol: "tcp" as const }];

  it("is what the file publishes, before what it exposes, before what images expose", () => {
    const worker = service("worker", ["8000/tcp"]);
    const exposing = service("inner", [], { exposes: ["9000"] });
    assert.deepEqual(entry(worker, exposing, service("web", ["80/tcp"], { ports })), ["web", 8080, 0]);
    assert.deepEqual(entry(worker, exposing), ["inner", 9000, 1]);
    assert.deepEqual(entry(worker), ["worker", 8000, 1]);
  });

  it("is the first port of a range, and none of another protocol", () => {
    assert.deepEqual(entry(service("a", ["53/udp"]), service("b", [], { exposes: ["9000-9005"] })), ["b", 9000, 1]);
  });

  it("is no service that ends, and none without a network to publish from", () => {
    const migrate = service("migrate", ["8000/tcp"]);
    const waiting = { dependsOn: { migrate: { condition: "completed", required: true } as const } };
    assert.deepEqual(entry(migrate, service("app", ["8000/tcp"], waiting)), ["app", 8000, 1]);
    refused(migrate, service("worker", [], waiting));
    for (const attachment of [{ kind: "none" }, { kind: "host" }, { kind: "joins", service: "b" }] as const)
      assert.deepEqual(entry(service("a", ["80/tcp"], { attachment }), service("b", ["81/tcp"])), ["b", 81, 1]);
  });

  it("is missing where there are workers only, which is refused with what to write", () => {
    refused(service("one", []), service("two", ["53/udp"]));
  });
});
