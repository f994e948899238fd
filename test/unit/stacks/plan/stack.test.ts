import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import { parseConfig } from "../../../../stacks/config.ts";
import { planStack, type StackRequest } from "../../../../stacks/plan/stack.ts";
import { fakeDocker, silentDocker, type Answer } from "../../../support/unit/fake-docker.ts";
import { bundle } from "../../../support/unit/fixtures/bundle.ts";
import { sampleService, sampleWorkload } from "../../../support/unit/samples.ts";
import { rejectsWithUserError } from "../../../support/unit/user-error.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

/** An engine on another machine, so that no port of this one is looked at. */
function engine(answers: Record<string, Answer> = {}) {
  const all: Record<string, Answer> = { version: "28.2.2 1.50", ps: "", image: "base:1 sha256:1", ...answers };
  return fakeDocker(([command = ""]) => all[command] ?? { stderr: `unexpected: ${command}` }, {
    host: "tcp://10.0.0.5:2376",
    source: "DOCKER_HOST",
  });
}

describe("the plan of a stack", () => {
  const folder = useTemporaryFolder();

  function request(given: Partial<StackRequest> = {}): StackRequest {
    return {
      instance: "000000",
      stack: "dev",
      config: parseConfig({ allowPrivileged: "true" }, "dev"),
      approaches: [separate, bundle],
      workload: sampleWorkload({ services: [sampleService({ packages: ["a"] })] }),
      docker: engine(),
      baseImages: ["other:1", "base:1"],
      contextFolder: join(folder(), "contexts"),
      ...given,
    };
  }

  it("has a deployment per approach, each with a port of its own", async () => {
    const plans = await planStack(request());
    assert.deepEqual(
      plans.map(({ scope }) => scope.approach),
      ["separate", "bundle"],
    );
    assert.equal(new Set(plans.map(({ output }) => output.url)).size, 2);
  });

  it("gives the approaches a configured port and those after it, in order", async () => {
    const config = parseConfig({ allowPrivileged: "true", port: "8000", publishAddress: "::1" }, "dev");
    const plans = await planStack(request({ config }));
    assert.deepEqual(
      plans.map(({ output }) => output.url),
      ["http://[::1]:8000", "http://[::1]:8001"],
    );
  });

  it("starts from the first base image that the engine has, and commands the engine that it looked at", async () => {
    const [plan] = await planStack(request());
    assert.match(plan?.rendering.images[0]?.dockerfile ?? "", /^FROM base:1\n/);
    assert.deepEqual(plan?.docker, ["docker", "--host", "tcp://10.0.0.5:2376"]);
  });

  it("writes the build contexts", async () => {
    const plans = await planStack(request());
    for (const { images, packageLayers } of plans) {
      for (const { context, files } of [...images, ...packageLayers]) {
        for (const { path, content } of files) assert.equal(await readFile(join(context, path), "utf8"), content);
      }
    }
  });

  it("refuses a name that is somebody else's before it writes anything", async () => {
    const container = {
      name: "ca-000000-dev-bundle-all",
      state: "exited",
      ports: "",
      instance: "",
      stack: "",
      approach: "",
      port: "",
    };
    await rejectsWithUserError(planStack(request({ docker: engine({ ps: JSON.stringify(container) }) })), {
      found: /container named ca-000000-dev-bundle-all exists/,
      allowed: /free/,
      remedy: /docker inspect/,
    });
    assert.deepEqual(await readdir(folder()), []);
  });

  it("refuses privilege that is not allowed before it asks the engine", async () => {
    await rejectsWithUserError(planStack(request({ config: parseConfig({}, "dev"), docker: silentDocker() })), {
      found: /bundle needs privilege/,
      allowed: /allowPrivileged/,
      remedy: /pulumi config set/,
    });
  });

  it("asks the engine once, however many approaches there are", async () => {
    const docker = engine();
    await planStack(request({ docker }));
    assert.deepEqual(
      docker.calls.map(([command]) => command),
      ["version", "ps", "image"],
    );
  });
});
