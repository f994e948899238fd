import assert from "node:assert/strict";
import { serviceEnv } from "../../../../stacks/rendering/service-env.ts";
import { sampleService } from "../../../support/unit/samples.ts";

describe("rendering / a service's environment", () => {
  const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  it("has PATH, HOME, REPLICA, its own variables and the host of each service that it talks to, and nothing else", () => {
    const service = sampleService({ env: { PORT: "1" }, hosts: { STORE: "store", MAIL: "mailer" } });
    assert.deepEqual(
      serviceEnv(service, (target) => `${target}.internal`),
      { PATH: path, HOME: "/", REPLICA: "1", PORT: "1", STORE: "store.internal", MAIL: "mailer.internal" },
    );
  });

  it("has PATH and HOME of the workload, if it sets them", () => {
    const service = sampleService({ env: { PATH: "/app", HOME: "/run/web" }, hosts: {} });
    assert.deepEqual(
      serviceEnv(service, (target) => target),
      { PATH: "/app", HOME: "/run/web", REPLICA: "1" },
    );
  });
});
