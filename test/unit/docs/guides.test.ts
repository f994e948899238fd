import { execa } from "execa";
import assert from "node:assert/strict";
import { cp, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { followGuide, outsiders } from "../../support/outsider.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

const root = resolve(import.meta.dirname, "../../..");

describe("the guides", function () {
  this.timeout(60_000);
  const folder = useTemporaryFolder();

  for (const { guide, approach } of outsiders) {
    it(`${guide} is enough: the copy compiles, has a stack of the name ${approach}, and renders every workload`, async () => {
      const parts = ["stacks", "services", "docker", "errors", "tsconfig.json", "package.json"];
      await Promise.all(
        parts.map((part) => cp(join(root, part), join(folder(), part), { recursive: true, filter: isNoTest })),
      );
      await symlink(join(root, "node_modules"), join(folder(), "node_modules"));
      await followGuide(guide, folder());
      await writeFile(join(folder(), "probe.mjs"), probe(approach));
      const { stdout } = await execa("node", ["--import", "tsx", "probe.mjs"], { cwd: folder() });
      const { stacks, rendered } = JSON.parse(stdout) as { stacks: boolean; rendered: Record<string, string[]> };
      assert(stacks, "it has no stack of its own name");
      assert.deepEqual(rendered.hello, ["server", "client"]);
      for (const [workload, services] of Object.entries(rendered)) assert.notEqual(services.length, 0, workload);
      const { exitCode, stdout: errors } = await execa("npx", ["tsc", "--noEmit"], { cwd: folder(), reject: false });
      assert.equal(exitCode, 0, errors);
    });
  }
});

/** Workloads' own tests import what is not copied. */
function isNoTest(path: string): boolean {
  return !path.endsWith(".test.ts");
}

/** Prints whether the approach has a stack, and the services in the containers of each workload. */
const probe = (name: string) => `
import { loadWorkload, ownWorkloads, workloadNames } from "./services/load.ts";
import { approachesNamed } from "./stacks/approaches.ts";
import { stackNames } from "./stacks/stack-names.ts";

const [approach] = approachesNamed(["${name}"], "the guide");
const folder = ownWorkloads(process.cwd());
const rendered = {};
for (const workload of workloadNames(folder)) {
  const scope = { instance: "000000", stack: "${name}", approach: "${name}", workload };
  const rendering = approach.render(await loadWorkload(workload, folder), { scope, baseImage: "base" });
  rendered[workload] = rendering.containers.flatMap(({ services }) => services);
}
console.log(JSON.stringify({ stacks: stackNames.includes("${name}"), rendered }));
`;
