import axios from "axios";
import { execa } from "execa";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { baseImageOf, objectsOf, removeVolumesOf, testEngine } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";
import { copyProject, type Project } from "../support/project.ts";
import { TestStack } from "../support/stack.ts";

interface Fat {
  readonly supervisor: string;
  readonly services: readonly string[];
  readonly port: number;
  readonly answer: RegExp;
  /** What has to stand in the Compose file, of a service. */
  readonly finds: Readonly<Record<string, RegExp>>;
}

const images: readonly Fat[] = [
  {
    supervisor: "supervisord",
    services: ["nginx", "php", "cron"],
    port: 80,
    answer: /^PHP answers well$/,
    finds: { nginx: /"depends_on":\{"php".*"volumes":\[[^\]]*"run-php:\/run\/php"/, php: /"run-php:\/run\/php"/ },
  },
  {
    supervisor: "s6",
    services: ["app", "redis"],
    port: 8000,
    answer: /^count \d+$/,
    finds: { app: /"environment":\{"CACHE":"redis:6379"\}/ },
  },
  {
    supervisor: "runit",
    services: ["app", "redis"],
    port: 8000,
    answer: /^count \d+$/,
    finds: { app: /"environment":\{"CACHE":"redis:6379"\}/, redis: /"expose":\["6379"\]/ },
  },
];

describe("a fat image that is taken apart", function () {
  this.timeout(600_000);
  let project: Project;

  before(async () => {
    project = await copyProject("unfold");
  });
  after(() => project.remove());

  for (const { supervisor, services, port, answer, finds } of images) {
    it(`answers as before, with a container for each service: ${supervisor}`, async () => {
      const docker = await testEngine();
      const image = `ca-unfold/${supervisor}:1`;
      const [command = "docker", ...words] = docker.argv;
      const context = resolve(import.meta.dirname, "images", supervisor);
      await execa(command, [
        ...words,
        "build",
        "--quiet",
        "--build-arg",
        `BASE=${await baseImageOf(docker)}`,
        "--tag",
        image,
        context,
      ]);
      const container = (await docker.run(["run", "--detach", "--publish", `127.0.0.1::${port}`, image])).trim();
      const stack = new TestStack(project, `unfolded-${supervisor}`);
      await stack.init({ approaches: '["separate"]' });
      const folder = join(project.folder, ".state/unfolded", supervisor);
      try {
        const published = (await docker.run(["port", container, `${port}/tcp`])).trim().split("\n")[0] ?? "";
        const before = await eventually(() => textOf(`http://${published}`), { deadlineMs: 30_000 });
        assert.match(before, answer);
        const watching = execa(
          "node",
          ["toolchain/bootstrap.mjs", "unfold", image, "--container", container, "--seconds", "6", "--out", folder],
          { cwd: project.folder, env: project.env, extendEnv: false },
        );
        // It shows who talks to whom only while it is used.
        const using = setInterval(() => void textOf(`http://${published}`).catch(() => undefined), 200);
        try {
          await watching;
        } finally {
          clearInterval(using);
        }
        await docker.run(["rm", "--force", "--volumes", container]);
        const compose = parse(await readFile(join(folder, "compose.yaml"), "utf8")) as {
          services: Readonly<Record<string, object>>;
        };
        assert.deepEqual(Object.keys(compose.services).toSorted(), [...services].toSorted());
        for (const [service, found] of Object.entries(finds))
          assert.match(JSON.stringify(compose.services[service]), found);
        await stack.configure("workload", join(folder, "compose.yaml"));
        await stack.up();
        const { url = "" } = await stack.outputs();
        assert.match(await eventually(() => textOf(url), { deadlineMs: 30_000 }), answer);
        assert.equal(
          Object.keys((await stack.outputs()).deployments.separate?.containers ?? {}).length,
          services.length,
        );
      } finally {
        await stack.destroy();
        await docker.attempt(["rm", "--force", "--volumes", container]);
        await removeVolumesOf(await testEngine(), project.instance);
        await docker.attempt(["image", "rm", image]);
      }
      assert.deepEqual(await objectsOf(await testEngine(), project.instance), []);
    });
  }
});

async function textOf(url: string): Promise<string> {
  const { data } = await axios.get<string>(url, {
    responseType: "text",
    transformResponse: (text: string) => text,
    timeout: 5_000,
  });
  return data.trimEnd();
}
