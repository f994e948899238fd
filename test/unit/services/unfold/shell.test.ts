import assert from "node:assert/strict";
import { findPrograms } from "../../../../services/unfold/find.ts";
import { programs, said } from "./found.ts";
import { image, starts } from "./image.ts";

describe("an image with a start script", () => {
  it("has its programs, as far as the script is plain", () => {
    const files = image({
      "/start.sh":
        '#!/bin/sh\nset -e\nexport PORT=80\n/bin/migrate\n/usr/sbin/cron &\nif [ -n "$X" ]; then\n  /bin/x &\nfi\nexec /usr/sbin/web \\\n  --all\n',
    });
    const found = findPrograms(files, starts(["/start.sh"]));
    const { migrate, cron, web } = programs(found);
    assert.deepEqual([migrate?.kind, cron?.kind, web?.kind], ["completes", "runs", "runs"]);
    assert.deepEqual(web?.command, ["/bin/sh", "-c", "exec /usr/sbin/web  --all"]);
    assert.deepEqual([web.env, web.after], [{ PORT: "80" }, ["migrate"]]);
    assert.match(said(found), /depends on something: if/);
  });

  it("that starts one program is nothing to unfold", () => {
    assert.equal(findPrograms(image({ "/start.sh": "#!/bin/sh\nexec /bin/web\n" }), starts(["/start.sh"])), undefined);
    assert.equal(findPrograms(image({}), starts(["/bin/web"])), undefined);
  });
});
