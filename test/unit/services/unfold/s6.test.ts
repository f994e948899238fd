import assert from "node:assert/strict";
import { findPrograms } from "../../../../services/unfold/find.ts";
import { programs, said } from "./found.ts";
import { image, starts } from "./image.ts";

describe("an image with s6-overlay", () => {
  it("of version 3 has what its bundle names, and what that depends on", () => {
    const at = "/etc/s6-overlay/s6-rc.d";
    const files = image({
      [`${at}/user/type`]: "bundle\n",
      [`${at}/user/contents.d/web`]: "",
      [`${at}/web/type`]: "longrun\n",
      [`${at}/web/run`]: "#!/command/with-contenv sh\nexec nginx\n",
      [`${at}/web/down-signal`]: "SIGQUIT\n",
      [`${at}/web/timeout-kill`]: "5000\n",
      [`${at}/web/dependencies.d/prepare`]: "",
      [`${at}/web/dependencies.d/base`]: "",
      [`${at}/prepare/type`]: "oneshot\n",
      [`${at}/prepare/up`]: "/etc/s6-overlay/scripts/prepare\n",
      [`${at}/unused/type`]: "longrun\n",
      [`${at}/unused/run`]: "#!/bin/sh\n",
    });
    const { web, prepare, unused } = programs(findPrograms(files, starts(["/init"])));
    assert.equal(unused, undefined);
    assert.deepEqual([web?.after, web?.stopSignal, web?.stopGraceSeconds], [["prepare"], "SIGQUIT", 5]);
    assert.match(web?.command.join(" ") ?? "", /mkdir -p \/run\/s6\/container_environment && exec '.*\/web\/run'$/);
    assert.deepEqual([prepare?.kind, prepare?.command], ["completes", ["/etc/s6-overlay/scripts/prepare"]]);
  });

  it("of version 2 has its steps, its services and the image's command", () => {
    const files = image({
      "/etc/cont-init.d/01-a": "#!/bin/sh\n",
      "/etc/services.d/web/run": "#!/bin/sh\n",
      "/etc/services.d/web/finish": "#!/bin/sh\n",
      "/etc/fix-attrs.d/01-data": "/data true root 0644 0755\n",
    });
    const found = findPrograms(files, starts(["/init"], { command: ["/bin/main"] }));
    const all = programs(found);
    assert.deepEqual(Object.keys(all), ["init-01-a", "web", "command"]);
    assert.deepEqual(all.command?.after, ["init-01-a"]);
    assert.match(said(found), /owners and modes/);
    assert.match(said(found), /after each of its ends/);
  });
});
