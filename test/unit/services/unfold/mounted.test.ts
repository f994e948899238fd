import assert from "node:assert/strict";
import { couplingsOf } from "../../../../services/unfold/couplings.ts";
import { withMounts } from "../../../../services/unfold/mounted.ts";
import { observed } from "../../../../services/unfold/observed.ts";
import { config, found, nameOf, nothing, programs } from "./fat-container.ts";

describe("what a container that is watched has mounted", () => {
  it("goes to the services, but for cgroups, which are the supervisor's", () => {
    const result = observed(found, couplingsOf(nothing, programs), config, nameOf);
    const mount = (path: string) => ({ type: "bind", source: path, path, readOnly: false });
    const { mounted, todos } = withMounts(result, {
      tmpfs: { "/run": "", "/sys/fs/cgroup": "" },
      mounts: [mount("/sys/fs/cgroup/systemd"), mount("/srv"), mount("/sys/fs/cgroups")],
    });
    assert.deepEqual(mounted, { tmpfs: { "/run": "" }, mounts: [mount("/srv"), mount("/sys/fs/cgroups")] });
    assert.match(todos.map(({ text }) => text).join(), /\/sys\/fs\/cgroup\/systemd was mounted.*left out/);
  });
});
