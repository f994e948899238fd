import { execa } from "execa";
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connectedClient, type DockerClient } from "../../docker/client.ts";
import { startDaemon } from "../../toolchain/engine/daemon.ts";
import { privateEngine, type PrivateEngine } from "../setup/support/private-engine.ts";
import { requirePrivateEngine } from "../setup/support/requirements.ts";
import { runCli } from "../support/cli.ts";
import { baseImageOf, objectsOf, testEngine } from "../support/engine.ts";
import { copyProject, type Project } from "../support/project.ts";
import { addTinyWorkload } from "../support/tiny-workload.ts";
import { recordedWork } from "../unit/toolchain/recorded-work.ts";

/** A project on a private daemon. */
interface Site {
  readonly docker: DockerClient;
  readonly host: string;
  /** Runs a command that must succeed. */
  readonly run: (...args: readonly string[]) => Promise<string>;
  /** Runs one that must fail as expected failures do. */
  readonly fails: (...args: readonly string[]) => Promise<string>;
}

describe("a Docker daemon that is configured otherwise", function () {
  this.timeout(300_000);
  let project: Project;

  before(async function () {
    await requirePrivateEngine(this);
    project = await copyProject("daemons");
    const workload = await addTinyWorkload(project);
    for (const stack of ["separate", "systemd-least"]) {
      await writeFile(
        join(project.folder, `Pulumi.${stack}.yaml`),
        `config:\n  container-approaches:workload: ${workload}\n`,
      );
    }
  });
  after(() => project.remove());

  // Docker creates the user that its user namespaces have.
  let users: string;
  before(async () => {
    users = await readFile("/etc/passwd", "utf8");
  });
  after(async () => {
    const made = /^dockremap:/m;
    if (!made.test(users) && made.test(await readFile("/etc/passwd", "utf8"))) await execa("userdel", ["dockremap"]);
  });

  async function withDaemons(
    configurations: readonly Readonly<Record<string, unknown>>[],
    use: (...sites: Site[]) => Promise<void>,
  ): Promise<void> {
    const engines: PrivateEngine[] = [];
    try {
      for (const more of configurations) {
        const engine = await privateEngine(recordedWork());
        engines.push(engine);
        const settings = { ...engine.settings, configuration: { ...engine.settings.configuration, ...more } };
        await startDaemon(recordedWork(), settings, engine.dockerd, engine.wrapper);
        await giveBaseImage(engine);
      }
      const sites = await Promise.all(engines.map(siteOf));
      await use(...sites);
      for (const { docker } of sites) assert.deepEqual(await objectsOf(docker, project.instance), []);
    } finally {
      for (const engine of engines) await engine.dispose();
    }
  }

  async function siteOf({ host }: PrivateEngine): Promise<Site> {
    const env = { DOCKER_HOST: host };
    return {
      docker: await connectedClient({ ...process.env, ...env }),
      host,
      run: async (...args) => {
        const { exitCode, output } = await runCli(project, args, env);
        assert.equal(exitCode, 0, `${args.join(" ")}:\n${output}`);
        return output;
      },
      fails: async (...args) => {
        const { exitCode, output } = await runCli(project, args, env);
        assert.notEqual(exitCode, 0, output);
        assert.doesNotMatch(output, /This is a bug|\n\s+at .+:\d+:\d+/);
        return output;
      },
    };
  }

  it("with user namespaces: what needs more is refused before anything is created, the rest is deployed", async () => {
    await withDaemons([{ "userns-remap": "default" }], async ({ docker, run, fails }) => {
      assert.match(
        await run("doctor"),
        /systemd cannot be deployed here: .*privileged mode is incompatible with user namespaces/,
      );
      assert.match(await fails("up", "systemd-least"), /cannot be deployed on this host: .*userns-remap/);
      assert.deepEqual(await objectsOf(docker, project.instance), []);
      assert.match(await run("up", "separate"), /GET \/\s+tiny/);
      await run("down", "separate");
    });
  });

  it("with a parent of its own for the cgroups of containers: what writes to them is refused, the rest is deployed", async () => {
    await withDaemons([{ "cgroup-parent": "/elsewhere" }], async ({ docker, run, fails }) => {
      assert.match(await fails("up", "systemd-least"), /cannot be deployed on this host: .*a cgroup-parent of its own/);
      assert.deepEqual(await objectsOf(docker, project.instance), []);
      assert.match(await run("up", "separate"), /GET \/\s+tiny/);
      await run("down", "separate");
    });
  });

  it("without an address left for a network: says what to do about it, and goes on once there is one", async () => {
    const pools = [{ base: "10.211.0.0/23", size: 24 }];
    await withDaemons([{ "default-address-pools": pools }], async ({ docker, run, fails }) => {
      await docker.run(["network", "create", "in-the-way"]);
      assert.match(await fails("up", "separate"), /no address left for another network.*docker network prune/);
      await docker.run(["network", "rm", "in-the-way"]);
      assert.match(await run("up", "separate"), /GET \/\s+tiny/);
      await run("down", "separate");
    });
  });

  it("is not taken for another one on the same host: a stack is where it was deployed", async () => {
    await withDaemons([{}, {}], async (first, second) => {
      await first.run("up", "separate");
      for (const command of ["up", "down"]) {
        const said = await second.fails(command, "separate");
        assert.ok(said.includes(`go back to ${first.host}`), said);
      }
      assert.deepEqual(await objectsOf(second.docker, project.instance), []);
      await first.run("down", "separate");
      await second.run("up", "separate");
      await second.run("down", "separate");
    });
  });
});

async function giveBaseImage({ host }: PrivateEngine): Promise<void> {
  const docker = await testEngine();
  const image = await baseImageOf(docker);
  await execa("sh", ["-c", 'docker save "$1" | docker --host "$2" load --quiet', "sh", image, host]);
}
