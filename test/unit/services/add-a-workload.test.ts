import axios from "axios";
import { execa } from "execa";
import assert from "node:assert/strict";
import { cp, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { approachNames } from "../../../stacks/approaches.ts";
import { eventually } from "../../support/eventually.ts";
import { freePort } from "../../support/free-port.ts";
import { filesShownIn, writeFilesShownIn } from "../../support/guide.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

const root = resolve(import.meta.dirname, "../../..");
const page = "add-a-workload.md";

describe("the guide to adding a workload", function () {
  this.timeout(60_000);
  const folder = useTemporaryFolder();
  const inFolder = (path: string) => join(folder(), "services/echo", path);

  it("shows one folder", async () => {
    assert.deepEqual(
      [...(await filesShownIn(page)).keys()],
      [
        "services/echo/workload.ts",
        "services/echo/echo.cjs",
        "services/echo/asker.cjs",
        "services/echo/deployed.test.ts",
      ],
    );
  });

  it("is enough: the copy compiles, and every approach renders the workload with its files", async () => {
    const parts = ["stacks", "services", "docker", "errors", "toolchain", "test/support"];
    const files = ["cli/testing/groups.ts", "cli/testing/under-test.ts", "tsconfig.json", "package.json"];
    const filter = (path: string) => !path.includes("toolchain/go/");
    await Promise.all(
      [...parts, ...files].map((part) => cp(join(root, part), join(folder(), part), { recursive: true, filter })),
    );
    await symlink(join(root, "node_modules"), join(folder(), "node_modules"));
    await writeFilesShownIn(page, folder());
    await writeFile(join(folder(), "probe.ts"), probe);
    await writeFile(join(folder(), "tsconfig.echo.cjson"), JSON.stringify(echoAlone));
    const { stdout } = await execa("node", ["--import", "tsx", "probe.ts"], { cwd: folder() });
    const { rendered, own } = JSON.parse(stdout) as { rendered: Record<string, string[]>; own: string };
    assert.equal(own, "function");
    assert.deepEqual(Object.keys(rendered), approachNames);
    for (const [approach, paths] of Object.entries(rendered))
      for (const path of ["/app/echo.cjs", "/app/asker.cjs"])
        assert.ok(paths.includes(`rootfs${path}`), `${approach} lacks ${path}`);
    const { exitCode, stdout: errors } = await execa("npx", ["tsc", "--project", "tsconfig.echo.cjson"], {
      cwd: folder(),
      reject: false,
    });
    assert.equal(exitCode, 0, errors);
  });

  it("shows programs that work, log the lines of the definition, and end by their signal", async () => {
    await writeFilesShownIn(page, folder());
    const port = String(await freePort());
    // The page's folder has no package.json, which would make modules of them.
    const env = { PORT: port, ECHO_HOST: "127.0.0.1", ECHO_PORT: port, ALIVE_FILE: inFolder("alive") };
    const start = (path: string) =>
      execa(process.execPath, [inFolder(path)], { env, extendEnv: false, all: true, reject: false });
    const echo = start("echo.cjs");
    try {
      await eventually(
        async () => {
          assert.equal((await axios.get(`http://127.0.0.1:${port}/a/path`)).data, "/a/path");
        },
        { deadlineMs: 8_000 },
      );
      const asker = start("asker.cjs");
      let printed = "";
      asker.all.on("data", (chunk: Buffer) => (printed += chunk.toString()));
      await eventually(
        () => {
          assert.match(printed, /^asker begins\nasker was answered \/how-are-you$/m);
        },
        { deadlineMs: 8_000 },
      );
      asker.kill("SIGTERM");
      assert.match((await asker).all, /asker was stopped by SIGTERM$/);
    } finally {
      echo.kill("SIGTERM");
    }
    const { all, exitCode } = await echo;
    assert.equal(exitCode, 0);
    assert.match(all, /^echo listens\n[^]*echo was stopped by SIGTERM$/);
  });
});

/** The compiler checks the new folder and what it imports. */
const echoAlone = { extends: "./tsconfig.json", include: ["services/echo/*.ts"] };

const probe = `
import { loadWorkload } from "./services/load.ts";
import { ownWorkloads } from "./services/own-workloads.ts";
import { approaches } from "./stacks/approaches.ts";
import { ownTests } from "./test/support/deployed.ts";
import { settingsFor } from "./test/support/unit/subjects.ts";

const workload = await loadWorkload("echo", ownWorkloads(process.cwd()));
const rendered = Object.values(approaches).map((approach) => {
  const { images } = approach.render(workload, settingsFor(approach, workload));
  return [approach.name, images.flatMap(({ files }) => files.map(({ path }) => path))] as const;
});
console.log(JSON.stringify({ rendered: Object.fromEntries(rendered), own: typeof (await ownTests("echo")) }));
`;
