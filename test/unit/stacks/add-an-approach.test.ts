import { execa } from "execa";
import assert from "node:assert/strict";
import { cp, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { addOutsider, guideFiles, outsider } from "../../support/outsider.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

const root = resolve(import.meta.dirname, "../../..");

describe("the guide to adding an approach", function () {
  this.timeout(60_000);
  const folder = useTemporaryFolder();

  it("shows one folder and one line of the registry", async () => {
    assert.deepEqual(
      [...(await guideFiles()).keys()],
      [`stacks/approaches/${outsider}/index.ts`, `stacks/approaches/${outsider}/render.ts`, "stacks/approaches.ts"],
    );
  });

  it("is enough: the copy compiles, has the stack, and renders every workload", async () => {
    const parts = ["stacks", "services", "docker", "errors", "tsconfig.json", "package.json"];
    // Tests that stand beside a workload need the folder of the tests.
    const filter = (path: string) => !path.endsWith(".test.ts");
    await Promise.all(parts.map((part) => cp(join(root, part), join(folder(), part), { recursive: true, filter })));
    await symlink(join(root, "node_modules"), join(folder(), "node_modules"));
    await addOutsider(folder());
    await writeFile(join(folder(), "probe.ts"), probe);
    const { stdout } = await execa("node", ["--import", "tsx", "probe.ts"], { cwd: folder() });
    assert.deepEqual(JSON.parse(stdout), {
      stacks: true,
      units: [{ services: ["server", "client"], command: ["/opt/container-approaches/start"] }],
      started: ["/opt/container-approaches/as/server", "/opt/container-approaches/as/client"],
    });
    const { exitCode, stdout: errors } = await execa("npx", ["tsc", "--noEmit"], { cwd: folder(), reject: false });
    assert.equal(exitCode, 0, errors);
  });
});

const probe = `
import { loadWorkload, ownWorkloads } from "./services/load.ts";
import { approachesNamed } from "./stacks/approaches.ts";
import { stackNames } from "./stacks/stack-names.ts";

const [approach] = approachesNamed(["${outsider}"], "the guide");
const scope = { instance: "000000", stack: "${outsider}", approach: "${outsider}", workload: "hello" };
const publish = { address: "127.0.0.1", port: 20_000 };
const workload = await loadWorkload("hello", ownWorkloads(process.cwd()));
const rendering = approach?.render(workload, { scope, baseImage: "base", docker: ["docker"], publish });
const start = rendering?.images[0]?.files.find(({ path }) => path.endsWith("/start"))?.content ?? "";
console.log(
  JSON.stringify({
    stacks: stackNames.includes("${outsider}"),
    units: rendering?.units.map(({ services, command }) => ({ services, command })),
    started: Array.from(start.matchAll(/^(\\S+\\/as\\/\\S+) .*&$/gm), ([, program]) => program),
  }),
);
`;
