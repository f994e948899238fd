import axios from "axios";
import { execa } from "execa";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { daemonVariables } from "../../docker/endpoint.ts";
import type { Loss } from "../../errors/loss.ts";
import type { Ejectable } from "../../stacks/eject/ejectable.ts";
import { dockerCompose } from "../support/docker-compose.ts";
import { baseImageOf, isLocal, objectsOf, testEngine } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";
import { freePort } from "../support/free-port.ts";
import { goProgram } from "../support/go-program.ts";
import { hostilePlan, hostileTexts, hostileValues } from "../support/hostile.ts";
import { ejectInstance, plannedFor, plansOf, writeFor } from "../support/rendered.ts";
import { skip } from "../support/skip.ts";

/** A service, as docker compose reads it. */
interface Service {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly healthcheck: { readonly test: readonly string[] };
}

/** What to ask: one path, and what the answer has. */
const deployed = [
  { workload: "hello", path: "/", answer: /"timestamp"/ },
  { workload: "queue", path: "/health", answer: /./ },
];

describe("a Compose file that docker compose runs", function () {
  // Images are built, packages and all; and docker compose too, once.
  this.timeout(1_200_000);
  let compose: readonly [string, ...string[]] = ["docker"];
  let folder = "";

  before(async function () {
    compose = (await dockerCompose()) ?? [await goProgram(this, "lab", "docker-compose")];
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "ca-eject-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function run(name: string, ...args: readonly string[]): Promise<string> {
    const docker = await testEngine();
    const [command, ...words] = compose;
    const env = {
      ...daemonVariables(docker.endpoint, process.env),
      DOCKER_HOST: docker.endpoint.host,
      DOCKER_BUILDKIT: undefined,
      COMPOSE_BAKE: undefined,
    };
    const all = [...words, "--project-name", `ca-${ejectInstance}-${name}`, ...args];
    return (await execa(command, all, { env, cwd: folder })).stdout;
  }

  async function read(plan: Ejectable): Promise<Readonly<Record<string, Service>>> {
    await writeFor(plan, "compose", folder);
    const text = await run("config", "config", "--format", "json");
    // It writes dollars twice, so that its own output can be read again.
    return (JSON.parse(text.replaceAll("$$", "$")) as { services: Readonly<Record<string, Service>> }).services;
  }

  for (const workload of ["hello", "everything", "queue", "wordpress", "trouble"]) {
    it(`is accepted under every approach: ${workload}`, async () => {
      for (const [approach, plan] of await plansOf(workload)) {
        const services = await read(plan);
        const planned = plan.rendering.containers.map(({ name }) => name);
        assert.deepEqual(Object.keys(services).toSorted(), planned.toSorted(), approach);
      }
    });
  }

  it("keeps every character of commands, checks, variables and labels", async () => {
    const plan = hostilePlan(await plannedFor("hello", "separate"));
    const service = (await read(plan))[plan.rendering.containers[0]?.name ?? ""];
    assert.deepEqual(service?.command, ["/bin/echo", ...hostileTexts]);
    assert.deepEqual(service.healthcheck.test, ["CMD", "/check", ...hostileTexts]);
    assert.deepEqual(service.environment, hostileValues("V"));
    const labels = Object.entries(service.labels).filter(([name]) => name.startsWith("org.example/"));
    assert.deepEqual(Object.fromEntries(labels), hostileValues("org.example/l"));
  });

  for (const { workload, path, answer } of deployed) {
    for (const approach of ["separate", "supervisord"]) {
      it(`runs, answers and goes again: ${workload} as ${approach}`, async function () {
        const docker = await testEngine();
        // Docker takes folders from its own machine.
        if (!isLocal(docker)) skip(this, "the Docker daemon does not run on this machine");
        if (process.getuid?.() !== 0) skip(this, "only root can give secrets to the services' users");
        const port = await freePort();
        const plan = await plannedFor(workload, approach, { baseImage: await baseImageOf(docker), port });
        const { losses } = await writeFor(plan, "compose", folder);
        await putSecrets(folder, losses);
        const name = `${workload}-${approach}`;
        try {
          await run(name, "up", "--build", "--detach", "--wait");
          const text = await eventually(() => textOf(`http://127.0.0.1:${port}${path}`), { deadlineMs: 60_000 });
          assert.match(text, answer);
        } finally {
          await run(name, "down", "--volumes", "--rmi", "all");
        }
        assert.deepEqual(await objectsOf(docker, ejectInstance), []);
      });
    }
  }
});

/** Does what the report says of secrets, and nothing else. */
async function putSecrets(folder: string, losses: readonly Loss[]): Promise<void> {
  const told = /^put its value into (\S+), owner (\d+):(\d+), mode (\d+)$/;
  const values = new Map<string, string>();
  for (const { what, why } of losses) {
    const [, file = "", uid = "", gid = "", mode = ""] = told.exec(why) ?? assert.fail(`${what}: ${why}`);
    const path = join(folder, file);
    const value = values.get(what) ?? randomBytes(16).toString("hex");
    values.set(what, value);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, value);
    await chown(path, Number(uid), Number(gid));
    await chmod(path, Number.parseInt(mode, 8));
  }
}

async function textOf(url: string): Promise<string> {
  const { data } = await axios.get<string>(url, {
    responseType: "text",
    transformResponse: (text: string) => text,
    timeout: 5_000,
  });
  return data;
}
