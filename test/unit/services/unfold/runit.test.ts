import assert from "node:assert/strict";
import { findPrograms } from "../../../../services/unfold/find.ts";
import { programs, said } from "./found.ts";
import { image, starts } from "./image.ts";

describe("an image with runit", () => {
  it("has a program for each folder that is not down, started in it", () => {
    const files = image({
      "/etc/service/web": "->/etc/sv/web",
      "/etc/sv/web/run": "#!/bin/sh\nsv check db\nexec nginx\n",
      "/etc/sv/web/log/run": "#!/bin/sh\nexec svlogd /var/log/web\n",
      "/etc/service/db/run": "#!/bin/sh\nexec postgres\n",
      "/etc/service/off/run": "#!/bin/sh\n",
      "/etc/service/off/down": "",
      "/etc/service/default-syslog/run": "#!/bin/sh\n\nexec sleep 6000\n",
    });
    const found = findPrograms(files, starts(["/usr/bin/runsvdir", "-P", "/etc/service"]));
    const { web, db, off, "default-syslog": placeholder } = programs(found);
    assert.deepEqual(
      [web?.command, web?.directory, db?.restart, off, placeholder],
      [["/etc/service/web/run"], "/etc/service/web", "always", undefined, undefined],
    );
    assert.match(said(found), /default-syslog only sleeps, and is left out/);
    assert.match(said(found), /waits for another service: sv check db/);
    assert.match(said(found), /logger of its own/);
  });

  it("has the steps of baseimage-docker before", () => {
    const files = image({
      "/sbin/my_init": "#!/usr/bin/python3\n",
      "/etc/my_init.d/10_a.sh": "#!/bin/sh\n",
      "/etc/service/web/run": "#!/bin/sh\n",
    });
    const found = programs(findPrograms(files, starts(["/sbin/my_init"])));
    assert.deepEqual(found.web?.after, ["10_a-sh"]);
    assert.equal(found["10_a-sh"]?.kind, "completes");
  });
});
