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

  it("shows a supervisor, an approach, and one line of the registry", async () => {
    assert.deepEqual(
      [...(await guideFiles()).keys()],
      [
        ...["paths.ts", "pid1.ts", "index.ts"].map((file) => `stacks/supervisors/${outsider}/${file}`),
        `stacks/approaches/${outsider}/index.ts`,
        "stacks/approaches.ts",
      ],
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
      containers: [{ services: ["server", "client"], command: ["/opt/container-approaches/start"] }],
      traits: { isolatesServices: false, stopsGracefully: true },
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
const workload = await loadWorkload("hello", ownWorkloads(process.cwd()));
const rendering = approach?.render(workload, { scope, baseImage: "base" });
const start = rendering?.images[0]?.files.find(({ path }) => path.endsWith("/start"))?.content ?? "";
console.log(
  JSON.stringify({
    stacks: stackNames.includes("${outsider}"),
    containers: rendering?.containers.map(({ services, process }) => ({ services, command: process.command })),
    traits: { isolatesServices: approach?.traits.isolatesServices, stopsGracefully: approach?.traits.stopsGracefully },
    started: Array.from(start.matchAll(/^(\\S+\\/as\\/\\S+) .*&$/gm), ([, program]) => program),
  }),
);
`;
