import { execa } from "execa";
import assert from "node:assert/strict";
import { cp, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { followGuide, outsiders, paperGuide } from "../../support/outsider.ts";

const root = resolve(import.meta.dirname, "../../..");

describe("the guides", function () {
  this.timeout(120_000);
  const guides = [...outsiders, paperGuide];
  let folder: string;

  before("follow all of them in one copy", async () => {
    folder = await mkdtemp(join(tmpdir(), "container-approaches-guides-"));
    const parts = ["stacks", "services", "docker", "errors", "tsconfig.json", "package.json"];
    await Promise.all(
      parts.map((part) => cp(join(root, part), join(folder, part), { recursive: true, filter: isNoTest })),
    );
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    for (const { guide } of guides) await followGuide(guide, folder);
  });
  after(() => rm(folder, { recursive: true }));

  for (const { guide, approach } of guides) {
    it(`${guide} is enough: it adds a stack of the name ${approach}, which renders every workload`, async () => {
      await writeFile(join(folder, "probe.mjs"), probe(approach));
      const { stdout } = await execa("node", ["--import", "tsx", "probe.mjs"], { cwd: folder });
      const { stacks, rendered, system } = JSON.parse(stdout) as Probed;
      assert(stacks, "it has no stack of its own name");
      assert.deepEqual(rendered.hello, ["server", "client"]);
      assert.equal(system, guide === paperGuide.guide ? "drawer" : "docker");
      for (const [workload, services] of Object.entries(rendered)) assert.notEqual(services.length, 0, workload);
    });
  }

  it("show code that compiles", async () => {
    const { exitCode, stdout } = await execa("npx", ["tsc", "--noEmit"], { cwd: folder, reject: false });
    assert.equal(exitCode, 0, stdout);
  });
});

/** What the probe prints. */
interface Probed {
  readonly stacks: boolean;
  /** Workload to the services in its containers. */
  readonly rendered: Readonly<Record<string, readonly string[]>>;
  /** Name of the approach's system. */
  readonly system: string;
}

/** Workloads' own tests import what is not copied. */
function isNoTest(path: string): boolean {
  return !path.endsWith(".test.ts");
}

/** Prints whether the approach has a stack, and the services in the containers of each workload. */
const probe = (name: string) => `
import { loadWorkload, workloadNames } from "./services/load.ts";
import { ownWorkloads } from "./services/own-workloads.ts";
import { approachesNamed } from "./stacks/approaches.ts";
import { stackNames } from "./stacks/stack-names.ts";
import { openSystems } from "./stacks/systems.ts";

const [approach] = approachesNamed(["${name}"], "the guide");
const folder = ownWorkloads(process.cwd());
const rendered = {};
for (const workload of workloadNames(folder)) {
  const scope = { instance: "000000", stack: "${name}", approach: "${name}", workload };
  const rendering = approach.render(await loadWorkload(workload, folder), { scope, baseImage: "base" });
  rendered[workload] = rendering.containers.flatMap(({ services }) => services);
}
const system = (await openSystems()).of(approach).name;
console.log(JSON.stringify({ stacks: stackNames.includes("${name}"), rendered, system }));
`;
