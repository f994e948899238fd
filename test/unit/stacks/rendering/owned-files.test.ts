import assert from "node:assert/strict";
import { s6 } from "../../../../stacks/approaches/s6/index.ts";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import { ownedFiles } from "../../../../stacks/rendering/owned-files.ts";
import { quietService, sampleService, sampleSettings, sampleWorkload } from "../../../support/unit/samples.ts";
import { throwsUserError } from "../../../support/unit/user-error.ts";

const open = { path: "/etc/open", content: "", mode: 0o644 };
const closed = { path: "/etc/it's closed", content: "", mode: 0o640 };

describe("files of services", () => {
  it("that not every user may read are given to the service, after they have been copied", () => {
    const user = { uid: 7, gid: 8 };
    assert.deepEqual(ownedFiles([sampleService({ files: [open, closed], user }), quietService({ files: [open] })]), [
      `RUN ["/bin/chown","7:8","--","/etc/it's closed"]`,
    ]);
    for (const approach of [separate, s6]) {
      const workload = sampleWorkload({ services: [sampleService({ files: [closed], user })] });
      const dockerfile = approach.render(workload, sampleSettings()).images[0]?.dockerfile ?? "";
      assert.match(dockerfile, /COPY [^]*RUN \["\/bin\/chown","7:8"/);
    }
  });

  it("can be the same for two services in one container unless they are private: a file has one owner", () => {
    const workload = (file: typeof open) =>
      sampleWorkload({ services: [sampleService({ files: [file] }), quietService({ files: [file] })] });
    s6.render(workload(open), sampleSettings());
    throwsUserError(() => s6.render(workload(closed), sampleSettings()), {
      found: /web and worker .* both have the file \/etc\/it's closed/,
      allowed: /paths/,
      remedy: /services\/sample/,
    });
  });
});
