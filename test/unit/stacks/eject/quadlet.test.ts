import assert from "node:assert/strict";
import { pod } from "../../../../stacks/approaches/pod/index.ts";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import { quadletFiles } from "../../../../stacks/eject/quadlet.ts";
import { planned } from "../../../support/unit/plans.ts";

describe("eject / units of Quadlet", () => {
  const { files, losses } = quadletFiles(planned(separate), "/project");
  const unit = (name: string) => files.find((file) => file.name === name)?.content ?? assert.fail(`no ${name}`);

  it("has a unit for each container, network, volume and image", () => {
    const names = files.map(({ name }) => name).sort();
    for (const name of [
      "web.container",
      "store.container",
      "mailer.container",
      "front.network",
      "back.network",
      "data.volume",
      "web.build",
    ])
      assert.ok(names.includes(name), `${name} of ${names.join(", ")}`);
  });

  it("starts a container after those that it needs, and counts it as started once it is healthy", () => {
    assert.match(unit("web.container"), /^Requires=store\.service$/m);
    assert.match(unit("web.container"), /^After=store\.service$/m);
    assert.match(unit("web.container"), /^Notify=healthy$/m);
  });

  it("gives a container that becomes healthy late the time for it: systemd waits 90 s otherwise", () => {
    const plan = planned(separate);
    const late = plan.rendering.containers.map((container) =>
      container.health === undefined
        ? container
        : { ...container, health: { ...container.health, startPeriodSeconds: 200 } },
    );
    const { files: written } = quadletFiles(
      { ...plan, rendering: { ...plan.rendering, containers: late } },
      "/project",
    );
    assert.doesNotMatch(unit("web.container"), /TimeoutStartSec/);
    const [, seconds] =
      /^TimeoutStartSec=(\d+)$/m.exec(written.find(({ name }) => name === "web.container")?.content ?? "") ?? [];
    assert.ok(Number(seconds) > 200);
  });

  it("has the hardening, the limits and the names", () => {
    const web = unit("web.container");
    for (const line of [
      /^ReadOnly=true$/m,
      /^DropCapability=all$/m,
      /^NoNewPrivileges=true$/m,
      /^PidsLimit=\d+$/m,
      /^PodmanArgs=--memory=\d+m/m,
      /^Network=back\.network:alias=web$/m,
    ])
      assert.match(web, line);
  });

  it("quotes values: a dollar sign is written twice, or systemd would expand it", () => {
    assert.match(unit("web.container"), /^Environment="GREETING=it's \\"here\\" \$\$HOME"$/m);
  });

  it("says what is lost at the top of each file", () => {
    assert.ok(losses.length > 0);
    for (const { content } of files) assert.match(content, /^# changed: /);
  });

  it("joins the network of a pause container by its unit", () => {
    const ejected = quadletFiles(planned(pod), "/project");
    const joined = ejected.files.filter(({ content }) => /^Network=\w+\.container$/m.test(content));
    assert.ok(joined.length > 1);
  });
});
