import assert from "node:assert/strict";
import { findPrograms } from "../../../../services/unfold/find.ts";
import { programs, said } from "./found.ts";
import { image, starts } from "./image.ts";

describe("an image with systemd", () => {
  const files = image({
    "/sbin/init": "->/lib/systemd/systemd",
    "/lib/systemd/systemd": "#!",
    "/lib/systemd/system/default.target": "->multi-user.target",
    "/lib/systemd/system/multi-user.target": "[Unit]\n",
    "/etc/systemd/system/multi-user.target.wants/web.service": "->/lib/systemd/system/web.service",
    "/etc/systemd/system/multi-user.target.wants/db.service": "->/lib/systemd/system/db.service",
    "/etc/systemd/system/multi-user.target.wants/clean.timer": "->/lib/systemd/system/clean.timer",
    "/lib/systemd/system/multi-user.target.wants/systemd-logind.service": "->../systemd-logind.service",
    "/lib/systemd/system/clean.timer": "[Timer]\n",
    "/lib/systemd/system/web.service": [
      "[Unit]",
      "After=network.target db.service",
      "[Service]",
      "Type=forking",
      "EnvironmentFile=-/etc/default/web",
      'Environment="A=x y" URL=http://h/?a=1&b=2 B=1',
      "ExecStartPre=/bin/prepare",
      "ExecStart=-/usr/sbin/web \\",
      "  --port 80",
      "User=web",
      "Group=www",
      "TimeoutStopSec=1min 30s",
      "KillSignal=SIGQUIT",
      "Restart=on-failure",
      "",
    ].join("\n"),
    "/etc/systemd/system/web.service.d/over.conf": "[Service]\nExecStart=\nExecStart=/usr/sbin/web --port 8080\n",
    "/etc/default/web": 'FROM_FILE="yes"\n# note\n',
    "/lib/systemd/system/db.service": "[Service]\nExecStart=/usr/bin/db $OPTIONS\nRestart=always\n",
  });
  const found = findPrograms(files, starts(["/sbin/init"]));
  const { web, db } = programs(found);

  it("has the services that its default target wants, with what is put over their units", () => {
    assert.deepEqual(Object.keys(programs(found)).sort(), ["db", "web"]);
    assert.deepEqual(web?.command, ["/usr/sbin/web", "--port", "8080"]);
    assert.deepEqual(db?.command, ["/bin/sh", "-c", "exec /usr/bin/db $OPTIONS"]);
  });

  it("has users, variables, stops and restarts as systemd would", () => {
    assert.deepEqual(
      [web?.user, web?.env],
      ["web:www", { A: "x y", URL: "http://h/?a=1&b=2", B: "1", FROM_FILE: "yes" }],
    );
    assert.deepEqual(
      [web?.stopSignal, web?.stopGraceSeconds, web?.restart, db?.restart, web?.after],
      ["SIGQUIT", 90, "on-failure", "always", ["db"]],
    );
  });

  it("says what does not come along", () => {
    for (const text of [
      /ExecStartPre=\/bin\/prepare does not run/,
      /into the background/,
      /replaces variables/,
      /clean\.timer is no service/,
    ])
      assert.match(said(found), text);
  });
});
