import assert from "node:assert/strict";
import { scaled } from "../../../../stacks/plan/scaled.ts";
import { quietService, sampleService, sampleWorkload } from "../../../support/unit/samples.ts";
import { throwsUserError } from "../../../support/unit/user-error.ts";

describe("the numbers of replicas of the configuration", () => {
  const once = quietService({ name: "once", completes: { withinSeconds: 9 }, checks: [] });
  const workload = sampleWorkload({ services: [sampleService({ replicas: 2 }), quietService(), once] });
  const replicas = (configured: Parameters<typeof scaled>[1]) =>
    scaled(workload, configured, "dev").services.map((service) => service.replicas);

  it("take the place of the workload's, in both directions, and change nothing else", () => {
    assert.deepEqual(replicas({ web: { replicas: 1 }, worker: { replicas: 32 } }), [1, 32, 1]);
    assert.deepEqual(scaled(workload, { worker: { replicas: 1 } }, "dev"), workload);
  });

  it("are the workload's where the configuration gives none", () => {
    assert.deepEqual(replicas({}), [2, 1, 1]);
    assert.deepEqual(replicas({ web: {}, once: { replicas: 1 } }), [2, 1, 1]);
  });

  for (const name of ["server", "toString", "__proto__"]) {
    it(`cannot be those of ${name}, which the workload does not have`, () => {
      const configured = Object.fromEntries([[name, { replicas: 2 }]]);
      throwsUserError(() => scaled(workload, configured, "dev"), {
        found: new RegExp(`^Config "services" has "${name}", which is no service of the workload sample\\.$`),
        allowed: /^web, worker, once$/,
        remedy: new RegExp(`^\\./pulumiw config rm --path services\\.${name} --stack dev$`),
      });
    });
  }

  it("cannot be more than 1 of a service that runs to completion", () => {
    throwsUserError(() => scaled(workload, { once: { replicas: 2 } }, "dev"), {
      found: /^Config "services\.once\.replicas" is 2\.$/,
      allowed: /^1: what a service that runs to completion does is done once$/,
      remedy: /^\.\/pulumiw config rm --path services\.once\.replicas --stack dev$/,
    });
  });
});
