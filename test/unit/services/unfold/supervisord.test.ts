import assert from "node:assert/strict";
import { findPrograms } from "../../../../services/unfold/find.ts";
import { programs, said } from "./found.ts";
import { image, starts } from "./image.ts";

describe("an image with supervisord", () => {
  const files = image({
    "/etc/supervisor/supervisord.conf": [
      "[unix_http_server]",
      "file=/run/supervisor.sock",
      "[supervisord]",
      'environment=SHARED="yes"',
      "[include]",
      "files = conf.d/*.conf %(here)s/more/a.ini",
      "",
    ].join("\n"),
    "/etc/supervisor/conf.d/web.conf": [
      "[program:web]",
      "command=/usr/sbin/nginx -g 'daemon off;' ; the web server",
      "priority=20",
      "autorestart=true",
      "stopsignal=QUIT",
      "stopwaitsecs=30",
      'environment=A="x, y",',
      "  B=%(ENV_HOME)s",
      "stdout_logfile=/dev/stdout",
      "[program:php]",
      "command=/usr/sbin/php-fpm --nodaemonize",
      "priority=10",
      "user=www-data",
      "directory=/srv",
      "stdout_logfile=/var/log/php.log",
      "",
    ].join("\n"),
    "/etc/supervisor/more/a.ini": [
      "[program:worker]",
      "command=/bin/work %(program_name)s",
      "numprocs=3",
      "process_name=%(program_name)s_%(process_num)02d",
      "[program:migrate]",
      "command=/bin/migrate && /bin/seed",
      "autorestart=false",
      "startsecs=0",
      "priority=1",
      "[eventlistener:watch]",
      "command=/bin/watch",
      "[group:all]",
      "programs=web,php",
      "",
    ].join("\n"),
  });
  const found = findPrograms(
    files,
    starts(["/usr/bin/supervisord", "-n", "-c", "/etc/supervisor/supervisord.conf"], { env: { HOME: "/root" } }),
  );
  const { web, php, worker, migrate, watch } = programs(found);

  it("has a program for each section, of included files too, with its words", () => {
    assert.deepEqual(web?.command, ["/usr/sbin/nginx", "-g", "daemon off;"]);
    assert.deepEqual(php?.command, ["/usr/sbin/php-fpm", "--nodaemonize"]);
    assert.deepEqual(worker?.command, ["/bin/work", "worker"]);
    assert.deepEqual(web.from, { path: "/etc/supervisor/conf.d/web.conf", line: 1 });
  });

  it("has variables, users, folders, copies, restarts and stops as supervisord would", () => {
    assert.deepEqual(web?.env, { SHARED: "yes", A: "x, y", B: "/root" });
    assert.deepEqual([php?.user, php?.directory, worker?.copies], ["www-data", "/srv", 3]);
    assert.deepEqual(
      [web.restart, php?.restart, web.stopSignal, web.stopGraceSeconds, php?.stopGraceSeconds],
      ["always", "on-failure", "SIGQUIT", 30, 10],
    );
  });

  it("starts them in the order of their priorities, and knows a step of the start", () => {
    assert.equal(migrate?.kind, "completes");
    assert.deepEqual(web?.after, ["php"]);
    assert.deepEqual(worker?.after, ["php", "web"]);
  });

  it("says what is lost or to decide, with its place", () => {
    assert.match(said(found), /supervisorctl .* go/);
    assert.match(said(found), /group all is started and stopped as one/);
    assert.match(php?.todos[0]?.text ?? "", /went into \/var\/log\/php\.log/);
    assert.match(migrate?.todos[0]?.text ?? "", /only a shell understands/);
    assert.deepEqual(watch?.todos, [
      {
        text: "it listens to supervisord's events: without supervisord there are none",
        from: { path: "/etc/supervisor/more/a.ini", line: 10 },
      },
    ]);
    assert.deepEqual(web?.todos, []);
  });

  it("is found behind a script, and in the usual places", () => {
    const behind = image({
      "/start.sh": "#!/bin/sh\nexec supervisord -n\n",
      "/etc/supervisord.conf": "[program:a]\ncommand=/bin/a\n",
    });
    assert.deepEqual(Object.keys(programs(findPrograms(behind, starts(["/start.sh"])))), ["a"]);
  });
});

describe("values of supervisord that look like something else", () => {
  const { web, idle } = programs(
    findPrograms(
      image({
        "/etc/supervisord.conf": [
          "[program:web]",
          "command=/bin/web --url=http://h/?a=1&b=2 'x y' && b",
          "autorestart=True",
          "environment=A=1, ; a note",
          "  B=2",
          "[program:idle]",
          "command=/bin/idle",
          "autostart=no",
          "",
        ].join("\n"),
      }),
      starts(["/usr/bin/supervisord"]),
    ),
  );

  it("are its own: signs of a shell are letters, and words for true and false have any case", () => {
    assert.deepEqual(web?.command, ["/bin/web", "--url=http://h/?a=1&b=2", "x y", "&&", "b"]);
    assert.equal(web.restart, "always");
    assert.match(idle?.todos.map(({ text }) => text).join() ?? "", /not started by itself/);
  });

  it("go on after a line with a comment", () => {
    assert.deepEqual(web?.env, { A: "1", B: "2" });
  });
});
