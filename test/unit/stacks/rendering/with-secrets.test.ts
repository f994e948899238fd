import { execa } from "execa";
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hostile } from "../../../../services/everything/hostile.ts";
import { pod } from "../../../../stacks/approaches/pod/index.ts";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import { shell } from "../../../../stacks/approaches/shell/index.ts";
import { systemd } from "../../../../stacks/approaches/systemd/index.ts";
import { hostileWords } from "../../../support/unit/docker-program.ts";
import { imageFiles, movedProgram } from "../../../support/unit/image-files.ts";
import { containerOf } from "../../../support/unit/plans.ts";
import { quietService, sampleService, sampleSettings, sampleWorkload } from "../../../support/unit/samples.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

const program = "/opt/container-approaches/with-secrets/web";
const service = sampleService({
  env: { GREETING: "hello" },
  secrets: { token: { variable: "TOKEN" }, key: {}, phrase: { file: "the.phrase", variable: "PHRASE" } },
});

describe("the program that fills variables from secrets", () => {
  const folder = useTemporaryFolder();

  async function moved(secrets: Readonly<Record<string, string | Buffer>>): Promise<string> {
    await mkdir(join(folder(), "run/secrets"), { recursive: true });
    for (const [name, value] of Object.entries(secrets)) await writeFile(join(folder(), "run/secrets", name), value);
    return movedProgram(folder(), imageFiles(separate, [service]), program, ["/run"]);
  }
  /** Variables that a command gets, by the program. */
  async function variables(path: string, env: Readonly<Record<string, string>> = {}) {
    const options = { env, extendEnv: false, encoding: "buffer" } as const;
    const { stdout } = await execa(path, ["/usr/bin/env", "--null"], options);
    const lines = Buffer.from(stdout).toString().split("\0").slice(0, -1);
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
  }

  for (const [name, value] of Object.entries({ ...hostile, NEWLINES: "a\n\n\n", NEWLINE_ALONE: "\n", X: "x" })) {
    it(`sets ${name} exactly, and no further variable`, async () => {
      const path = await moved({ token: value, "the.phrase": "other" });
      assert.deepEqual(await variables(path, { GREETING: "hello" }), {
        GREETING: "hello",
        TOKEN: value,
        PHRASE: "other",
      });
    });
  }

  it("becomes the command, with its words unchanged", async () => {
    const path = await moved({ token: "1", "the.phrase": "2" });
    const { stdout } = await execa(path, ["/usr/bin/printf", "%s\\0", ...hostileWords], { stripFinalNewline: false });
    assert.deepEqual(stdout.split("\0").slice(0, -1), hostileWords);
  });

  it("fails without a file, and says which secret is missing and what to do", async () => {
    const path = await moved({ token: "1" });
    const { exitCode, stderr } = await execa(path, ["/bin/echo"], { reject: false });
    assert.equal(exitCode, 1);
    assert.match(stderr, /the secret "phrase" is missing: npm run up/);
  });

  it("is in the image of a service that has such variables alone", () => {
    const files = imageFiles(separate, [
      service,
      quietService({ secrets: { key: {} } }),
      quietService({ name: "other" }),
    ]);
    const programs = Object.keys(files).filter((path) => path.includes("with-secrets"));
    assert.deepEqual(programs, [program]);
  });

  for (const approach of [separate, pod]) {
    it(`stands before the command and the check of a container of ${approach.name}, and exec runs through it`, () => {
      const rendering = approach.render(sampleWorkload({ services: [service] }), sampleSettings());
      const { process, health } = containerOf(rendering, "web");
      assert.deepEqual(process.command, [program, ...service.command]);
      assert.deepEqual(health?.argv.slice(0, 2), [program, "/bin/bash"]);
      assert.equal(rendering.services.web?.runsThrough, program);
    });
  }

  it("stands behind the change of user in a shared container", () => {
    const as = imageFiles(shell, [service])["/opt/container-approaches/as/web"] ?? "";
    assert.match(as, new RegExp(`setpriv[^]*\\\\\\n  ${program} \\\\\\n  "\\$@"\\n$`));
  });

  it("stands before the command of a unit, and of its check", () => {
    const files = imageFiles(systemd, [service]);
    const [unit = ""] = Object.entries(files).flatMap(([path, text]) => (path.endsWith("/web.service") ? [text] : []));
    assert.match(unit, new RegExp(`^ExecStart=:${program} /usr/bin/worker$`, "m"));
    assert.ok(files["/opt/container-approaches/as/web"]?.includes(program));
  });
});
