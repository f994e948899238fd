import assert from "node:assert/strict";
import { parseAllDocuments } from "yaml";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import { kubernetesFile } from "../../../../stacks/eject/kubernetes.ts";
import { planned } from "../../../support/unit/plans.ts";
import { throwsUserError } from "../../../support/unit/user-error.ts";

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec?: {
    readonly clusterIP?: string;
    readonly template?: {
      readonly spec: {
        readonly containers: readonly {
          readonly name: string;
          readonly readinessProbe?: unknown;
          readonly securityContext: Readonly<Record<string, unknown>>;
        }[];
      };
    };
  };
}

describe("eject / Kubernetes", () => {
  const { content, losses } = kubernetesFile(planned(separate));
  const objects = parseAllDocuments(content)
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((one) => one !== null);
  const of = (kind: string) => objects.filter((one) => one.kind === kind);

  it("has a Deployment for each container, and a headless Service for each of its names", () => {
    assert.deepEqual(
      of("Deployment")
        .map(({ metadata }) => metadata.name)
        .sort(),
      ["mailer", "store", "web"],
    );
    const named = of("Service").filter(({ metadata }) => !metadata.name.startsWith("published-"));
    for (const { spec } of named) assert.equal(spec?.clusterIP, "None");
    assert.ok(of("Service").some(({ metadata }) => metadata.name === "store"));
  });

  it("has volumes as claims, and networks as policies", () => {
    assert.deepEqual(
      of("PersistentVolumeClaim").map(({ metadata }) => metadata.name),
      ["data"],
    );
    assert.ok(of("NetworkPolicy").length > 0);
  });

  it("keeps the hardening and the checks", () => {
    for (const { spec } of of("Deployment")) {
      const [container] = spec?.template?.spec.containers ?? [];
      assert.equal(container?.securityContext.readOnlyRootFilesystem, true);
      assert.equal(container.securityContext.allowPrivilegeEscalation, false);
      assert.notEqual(container.readinessProbe, undefined);
    }
  });

  it("has labels that Kubernetes takes", () => {
    for (const { metadata } of objects) {
      for (const [key, value] of Object.entries(metadata.labels)) {
        assert.match(key, /^([a-z0-9.-]+\/)?[\w.-]+$/);
        assert.match(value, /^[\w.-]{0,63}$/);
      }
    }
  });

  it("refuses names that would be one in Kubernetes", () => {
    const plan = planned(separate);
    const { containers } = plan.rendering;
    const [first = assert.fail()] = containers;
    const twins = ["a_b", "a-b"].map((name) => ({ ...first, name }));
    throwsUserError(() => kubernetesFile({ ...plan, rendering: { ...plan.rendering, containers: twins } }), {
      found: /The containers a_b and a-b would both be a-b in Kubernetes/,
      allowed: /differ/,
      remedy: /rename one/,
    });
  });

  it("says at its top what it cannot say", () => {
    assert.match(content, /^# refused: web: starts after store is healthy: /m);
    assert.ok(losses.some(({ what }) => what.includes("processes")));
  });
});
