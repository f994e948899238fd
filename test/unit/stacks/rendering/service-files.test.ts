import assert from "node:assert/strict";
import { serviceFiles } from "../../../../stacks/rendering/service-files.ts";
import { sampleService } from "../../../support/unit/samples.ts";

describe("rendering / a service's files", () => {
  it("are below one folder that mirrors the container's root, with their modes", () => {
    const service = sampleService({ files: [{ path: "/etc/web.conf", content: "a\n", mode: 0o640 }] });
    const [file, check, ...more] = serviceFiles(service);
    assert.deepEqual(file, { path: "rootfs/etc/web.conf", content: "a\n", mode: 0o640 });
    assert.equal(check?.path, "rootfs/opt/container-approaches/checks/web");
    assert.equal(check.mode, 0o755);
    assert.deepEqual(more, []);
  });
});
