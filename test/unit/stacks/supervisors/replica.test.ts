import { execa } from "execa";
import assert from "node:assert/strict";
import { mkdir, readFile, readlink, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { approaches } from "../../../../stacks/approaches.ts";
import { s6 } from "../../../../stacks/approaches/s6/index.ts";
import { systemdLeast } from "../../../../stacks/approaches/systemd-least/index.ts";
import type { Approach } from "../../../../stacks/contract.ts";
import { fakeProgram, linesOf, pathWith } from "../../../support/unit/fake-program.ts";
import { imageFiles } from "../../../support/unit/image-files.ts";
import { quietService } from "../../../support/unit/samples.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

const service = quietService({ command: ["/usr/bin/worker", "50 %", "it's"], stopSignal: "SIGQUIT" });
const own = "/opt/container-approaches";

function linesFor(approach: Approach): readonly string[] {
  return approach.addReplica?.(service, 2) ?? assert.fail(`${approach.name} cannot add a copy`);
}

describe("a further copy of a service in a running container", () => {
  const folder = useTemporaryFolder();

  /** Runs the lines with the container's folders in the temporary one. @returns what the programs were asked */
  async function add(approach: Approach, programs: readonly string[]): Promise<string[]> {
    const asked = join(folder(), "asked");
    const bin = join(folder(), "bin");
    for (const name of programs) await fakeProgram(bin, name, `echo "${name} $*" >>'${asked}'`);
    const moved = linesFor(approach)
      .join("\n")
      .replaceAll(/ (>?)(\/run|\/etc)\//g, ` $1${folder()}$2/`);
    await execa("sh", ["-e"], { input: moved, env: { PATH: pathWith(bin) } });
    return linesOf(asked);
  }

  it("can be added by every supervisor, and by no start script", () => {
    const able = Object.values(approaches).filter(({ addReplica }) => addReplica !== undefined);
    for (const { placement, supervisor } of able)
      assert.deepEqual([placement, supervisor === "shell"], ["together", false]);
    assert.ok(able.length > 0);
    assert.ok(Object.values(approaches).some(({ supervisor, addReplica }) => supervisor === "shell" && !addReplica));
  });

  for (const approach of Object.values(approaches).filter(({ addReplica }) => addReplica !== undefined)) {
    it(`has a name and a number of its own under ${approach.name}`, () => {
      const text = linesFor(approach).join("\n");
      assert.match(text, /worker_2|worker@2/);
      assert.match(text, /REPLICA=(2|%i)/);
    });
  }

  it("is a folder with links to a program of the image under s6: where it stands, nothing can be executed", async () => {
    const scan = join(folder(), "run/s6/scan");
    await mkdir(scan, { recursive: true });
    const asked = await add(s6, ["s6-svscanctl"]);
    assert.deepEqual(asked, [`s6-svscanctl -a ${scan}`]);
    const place = join(scan, "worker_2");
    for (const part of [place, join(place, "log")]) {
      assert.equal(await readlink(join(part, "run")), `${own}/script`);
      assert.ok((await stat(join(part, "script"))).isFile());
    }
    assert.ok(`${own}/script` in imageFiles(s6, [service]));
    const script = await readFile(join(place, "script"), "utf8");
    assert.equal(script, `exec ${own}/as/worker env REPLICA=2 /usr/bin/worker '50 %' 'it'\\''s' 2>&1\n`);
    assert.equal(await readFile(join(place, "down-signal"), "utf8"), "SIGQUIT\n");
  });

  it("is an instance of a template under systemd, without the check of the first copy", async () => {
    const units = join(folder(), "etc/systemd/system");
    await mkdir(units, { recursive: true });
    const unit = imageFiles(systemdLeast, [service])["/etc/systemd/system/worker.service"] ?? "";
    await writeFile(join(units, "worker.service"), unit);
    const asked = await add(systemdLeast, ["systemctl"]);
    assert.deepEqual(asked, ["systemctl daemon-reload", "systemctl start worker@2.service"]);
    const template = await readFile(join(folder(), "run/systemd/system/worker@.service"), "utf8");
    assert.match(template, /^Environment=REPLICA=%i$/m);
    assert.match(template, /record %p_%i$/m);
    assert.match(template, /^SyslogIdentifier=%p_%i$/m);
    assert.match(unit, /ready worker/);
    assert.doesNotMatch(template, /ready worker/);
  });
});
