import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pod } from "../../../../stacks/approaches/pod/index.ts";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import { parseConfig } from "../../../../stacks/config.ts";
import type { Approach } from "../../../../stacks/contract.ts";
import { planStack, type StackRequest } from "../../../../stacks/plan/stack.ts";
import type { System } from "../../../../stacks/systems/contract.ts";
import { dockerSystem } from "../../../../stacks/systems/docker/index.ts";
import { fakeDocker, silentDocker, type Answer } from "../../../support/unit/fake-docker.ts";
import { bundle } from "../../../support/unit/fixtures/bundle.ts";
import { sampleService, sampleWorkload } from "../../../support/unit/samples.ts";
import { rejectsWithUserError } from "../../../support/unit/user-error.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

/** On another machine, so that no port of this one is tried. */
function daemon(answers: Record<string, Answer> = {}) {
  const all: Record<string, Answer> = {
    version: "28.2.2 1.50",
    ...Object.fromEntries(["ps", "volume", "network", "run"].map((command) => [command, ""])),
    image: "base:1 sha256:1",
    ...answers,
  };
  return fakeDocker(([command = ""]) => all[command] ?? { stderr: `unexpected: ${command}` }, {
    host: "tcp://10.0.0.5:2376",
    source: "DOCKER_HOST",
  });
}

const always = (system: System) => () => system;
describe("the plan of a stack", () => {
  const folder = useTemporaryFolder();

  function request(given: Partial<StackRequest> = {}): StackRequest {
    return {
      instance: "000000",
      stack: "dev",
      config: parseConfig({ allowPrivileged: "true" }, "dev"),
      approaches: [separate, bundle],
      known: [],
      workload: sampleWorkload({ services: [sampleService({ packages: ["a"] })] }),
      systemOf: always(dockerSystem(daemon())),
      baseImages: ["other:1", "base:1"],
      contextFolder: join(folder(), "contexts"),
      ...given,
    };
  }

  it("has a deployment per approach, each with its own port", async () => {
    const plans = await planStack(request());
    assert.deepEqual(
      plans.map(({ plan }) => plan.scope.approach),
      ["separate", "bundle"],
    );
    assert.equal(new Set(plans.map(({ plan }) => plan.output.entry.url)).size, 2);
  });

  it("gives the approaches a configured port and the following ones, in order", async () => {
    const config = parseConfig({ allowPrivileged: "true", port: "8000", publishAddress: "::1" }, "dev");
    const plans = await planStack(request({ config }));
    assert.deepEqual(
      plans.map(({ plan }) => plan.output.entry.url),
      ["http://[::1]:8000", "http://[::1]:8001"],
    );
  });

  it("uses the first base image that the system has, and the same daemon from then on", async () => {
    const system = dockerSystem(daemon());
    const [first] = await planStack(request({ systemOf: always(system) }));
    assert.match(first?.plan.rendering.images[0]?.dockerfile ?? "", /^FROM base:1\n/);
    assert.equal(first?.system, system);
    const [replica] = first.plan.output.services.web?.replicas ?? [];
    assert.match(replica?.control ?? "", / --host tcp:\/\/10\.0\.0\.5:2376 ca-000000-dev-separate-web$/);
  });

  it("writes the build contexts", async () => {
    const plans = await planStack(request());
    for (const { images, packageLayers } of plans.map(({ plan }) => plan)) {
      for (const { context, files } of [...images, ...packageLayers]) {
        for (const { path, content } of files) assert.equal(await readFile(join(context, path), "utf8"), content);
      }
    }
  });

  it("refuses a name that is another owner's before it writes anything", async () => {
    const container = {
      name: "ca-000000-dev-bundle-all",
      state: "exited",
      ports: "",
      mounts: "",
      instance: "",
      stack: "",
      approach: "",
      port: "",
    };
    await rejectsWithUserError(
      planStack(request({ systemOf: always(dockerSystem(daemon({ ps: JSON.stringify(container) }))) })),
      {
        found: /container named ca-000000-dev-bundle-all exists/,
        allowed: /no other container/,
        remedy: /docker inspect/,
      },
    );
    assert.deepEqual(await readdir(folder()), []);
  });

  it("refuses privilege that is not allowed before it asks the system", async () => {
    await rejectsWithUserError(
      planStack(request({ config: parseConfig({}, "dev"), systemOf: always(dockerSystem(silentDocker())) })),
      {
        found: /bundle needs privilege/,
        allowed: /allowPrivileged/,
        remedy: /pulumiw config set/,
      },
    );
  });

  it("asks the system once, for any number of approaches", async () => {
    const docker = daemon();
    await planStack(request({ systemOf: always(dockerSystem(docker)) }));
    assert.deepEqual(
      docker.calls.map(([command]) => command),
      ["ps", "image", "volume", "network", "version", "run"],
    );
  });

  it("asks about the host once, and only if an approach reads it", async () => {
    const seen: unknown[] = [];
    const reading = (name: string): Approach => ({
      ...separate,
      name,
      readsHost: true,
      render: (workload, settings) => {
        seen.push(settings.host);
        return separate.render(workload, settings);
      },
    });
    const docker = daemon({ info: "1" });
    const approaches = [reading("a"), { ...reading("b"), readsHost: false }, reading("c")];
    await planStack(request({ approaches, systemOf: always(dockerSystem(docker)) }));
    const host = { cgroupVersion: 1, containersCgroup: "docker" };
    assert.deepEqual(seen, [host, undefined, host]);
    assert.equal(docker.calls.filter(([command]) => command === "info").length, 1);
  });

  it("checks for disk space once per system, for the images that it lacks, before it writes anything", async () => {
    const [plain] = await planStack(request({ approaches: [separate] }));
    const asked: (readonly string[])[] = [];
    const full: System = {
      ...dockerSystem(daemon({ image: `base:1 sha256:1\n${plain?.plan.images[0]?.reference ?? ""} sha256:2` })),
      checkRoom: (missing) => {
        asked.push(missing.map(({ name }) => name));
        return Promise.reject(new Error("full"));
      },
    };
    const contextFolder = join(folder(), "unwritten");
    await assert.rejects(planStack(request({ systemOf: always(full), contextFolder })), /^Error: full$/);
    assert.deepEqual(asked, [["all"]]);
    assert.ok(!(await readdir(folder())).includes("unwritten"));
  });

  it("renders each approach once, and publishes the port of its own container", async () => {
    let rendered = 0;
    const counted: Approach = {
      ...separate,
      render: (workload, settings) => {
        rendered += 1;
        return separate.render(workload, settings);
      },
    };
    const [first] = await planStack(request({ approaches: [counted] }));
    assert.equal(rendered, 1);
    const { container, internal, address } = first?.plan.published ?? {};
    assert.deepEqual([container, internal, address], ["web", 8080, "127.0.0.1"]);
  });

  it("has the numbers of replicas that the configuration gives, and writes nothing if an approach cannot", async () => {
    const config = parseConfig({ services: '{"web":{"replicas":3}}' }, "dev");
    const contextFolder = join(folder(), "refused");
    const [plain] = await planStack(request({ approaches: [separate], config }));
    assert.equal(plain?.plan.output.services.web?.replicas.length, 3);
    const refused = planStack(request({ approaches: [separate, pod], known: [separate], config, contextFolder }));
    await assert.rejects(refused, /has 3 replicas[^]*these can: separate/);
    assert.ok(!(await readdir(folder())).includes("refused"));
  });

  it("fails if a rendering publishes nothing", async () => {
    const closed: Approach = {
      ...separate,
      render(workload, settings) {
        const rendering = separate.render(workload, settings);
        const containers = rendering.containers.map((one) => ({ ...one, attachments: { networks: [] } }));
        return { ...rendering, containers };
      },
    };
    await assert.rejects(planStack(request({ approaches: [closed] })), /the rendering publishes no port/);
  });
});
