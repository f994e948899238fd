import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { plainProject, readCompose } from "../../../../services/compose/read.ts";
import { composeFileOf } from "../../../../services/unfold/compose-file.ts";
import type { Found, Program } from "../../../../services/unfold/contract.ts";
import { reportOf, reportText } from "../../../../services/unfold/report.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";
import { starts } from "./image.ts";

const program = (name: string, given: Partial<Program> = {}): Program => ({
  name,
  from: { path: `/etc/${name}`, line: 1 },
  command: [`/bin/${name}`],
  env: {},
  kind: "runs",
  restart: "always",
  after: [],
  copies: 1,
  todos: [],
  ...given,
});

const found: Found = {
  supervisor: "supervisord",
  todos: [{ text: "supervisorctl goes", from: { path: "/etc/supervisord.conf", line: 2 } }],
  programs: [
    program("migrate", { kind: "completes", restart: "never" }),
    program("Web_1", {
      command: ["/bin/sh", "-c", 'exec web "$HOME" | tee'],
      env: { PRICE: "5$", NAME: "it's" },
      user: "www-data",
      directory: "/srv",
      after: ["migrate", "worker"],
      stopSignal: "SIGQUIT",
      stopGraceSeconds: 30,
    }),
    program("worker", {
      copies: 3,
      restart: "on-failure",
      todos: [{ text: "look at it", from: { path: "/etc/worker" } }],
    }),
  ],
};
const config = starts(["/usr/bin/supervisord"], { volumes: ["/var/lib/data"], exposed: ["80/tcp"] });

describe("the Compose file of an unfolded image", () => {
  const folder = useTemporaryFolder();

  async function read() {
    await writeFile(join(folder(), "compose.yaml"), composeFileOf("fat:1", found, config));
    const project = await readCompose({ files: [join(folder(), "compose.yaml")], env: {}, name: "p" });
    assert.deepEqual(project.notes, []);
    return JSON.parse(JSON.stringify(plainProject(project))) as {
      services: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    };
  }

  it("is read by the reader of Compose files, and each program is a service of the same image", async () => {
    const { services } = await read();
    assert.deepEqual(Object.keys(services), ["migrate", "web-1", "worker"]);
    for (const service of Object.values(services)) assert.equal(service.image, "fat:1");
  });

  it("says words, variables, users and folders as the supervisor had them, dollar signs too", async () => {
    const { "web-1": web } = (await read()).services;
    assert.deepEqual([web?.entrypoint, web?.command], [["/bin/sh"], ["-c", 'exec web "$HOME" | tee']]);
    assert.deepEqual(
      [web?.environment, web?.user, web?.working_dir],
      [{ PRICE: "5$", NAME: "it's" }, "www-data", "/srv"],
    );
    assert.deepEqual([web?.stop_signal, web?.stop_grace_period, web?.restart], ["SIGQUIT", "30s", "unless-stopped"]);
  });

  it("waits for what completes, runs as many copies, and gives every service the image's volumes", async () => {
    const { "web-1": web, worker, migrate } = (await read()).services;
    assert.deepEqual(web?.depends_on, {
      migrate: { condition: "service_completed_successfully", required: true },
      worker: { condition: "service_started", required: true },
    });
    assert.deepEqual([worker?.deploy, worker?.restart, migrate?.restart], [{ replicas: 3 }, "on-failure", "no"]);
    assert.deepEqual(worker?.volumes, [
      { type: "volume", source: "var-lib-data", target: "/var/lib/data", volume: {} },
    ]);
  });

  it("comes with a report that numbers what is to decide, each with its place", () => {
    const report = reportOf("fat:1", found, config);
    assert.deepEqual(
      report.todos.map(({ number }) => number),
      [1, 2, 3, 4, 5],
    );
    assert.deepEqual(report.todos.at(-1), { number: 5, service: "worker", text: "look at it", from: "/etc/worker" });
    assert.match(reportText(report), /^1\. supervisorctl goes \(\/etc\/supervisord\.conf:2\)$/m);
    assert.match(reportText(report), /`\/bin\/sh -c exec web "\$HOME" \\\| tee`/);
  });
});
