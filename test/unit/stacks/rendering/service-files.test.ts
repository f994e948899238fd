import assert from "node:assert/strict";
import { serviceEnv, serviceFiles } from "../../../../stacks/rendering/service-files.ts";
import { sampleService } from "../../../support/unit/samples.ts";

describe("rendering / a service's files", () => {
  it("lie below one folder that mirrors the container's root, with their modes", () => {
    const service = sampleService({ files: [{ path: "/etc/web.conf", content: "a\n", mode: 0o640 }] });
    const [file, check, ...more] = serviceFiles(service);
    assert.deepEqual(file, { path: "rootfs/etc/web.conf", content: "a\n", mode: 0o640 });
    assert.equal(check?.path, "rootfs/opt/container-approaches/checks/web");
    assert.equal(check.mode, 0o755);
    assert.deepEqual(more, []);
  });
});

describe("rendering / a service's environment", () => {
  it("has its own variables and the host of each service that it talks to", () => {
    const service = sampleService({ env: { PORT: "1" }, hosts: { STORE: "store", MAIL: "mailer" } });
    assert.deepEqual(
      serviceEnv(service, (target) => `${target}.internal`),
      { PORT: "1", STORE: "store.internal", MAIL: "mailer.internal" },
    );
  });
});
