import { execa } from "execa";
import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { nspawnName } from "../../../../stacks/keeper/nspawn-names.ts";
import { nspawnRefusals } from "../../../../stacks/keeper/nspawn-refuses.ts";
import { fullContainer } from "../../../support/unit/full-container.ts";

describe("names of a container under systemd-nspawn", () => {
  it("have a dash for what it does not take, and are no longer than the kernel takes them", () => {
    assert.deepEqual(["ca-0-worker-1.x", "ca-0-worker_2"].map(nspawnName), ["ca-0-worker-1.x", "ca-0-worker-2"]);
    assert.equal(nspawnName("a".repeat(70)).length, 64);
  });

  it("are said where they differ", () => {
    const { extras } = fullContainer;
    const said = (hostname: string) =>
      nspawnRefusals({ ...fullContainer, extras: { ...extras, names: { ...extras.names, hostname } } }).join("\n");
    assert.match(said("ca-0-worker_2"), /its host name is ca-0-worker-2: systemd-nspawn does not take ca-0-worker_2/);
    assert.doesNotMatch(said("ca-0-worker-2"), /host name/);
  });
});

describe("a command in a container that is kept running", () => {
  const script = resolve(import.meta.dirname, "../../../../stacks/keeper/lib/enter.sh");
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "ca-enter-"));
    await mkdir(join(folder, "state"));
    await mkdir(join(folder, "lib"));
    await writeFile(join(folder, "lib/cgroups.sh"), "");
    await writeFile(join(folder, "state/pid"), "77\n");
    await writeFile(join(folder, "environment"), "HOME=/\n");
    await mkdir(join(folder, "bin"));
    await writeFile(join(folder, "bin/setpriv"), '#!/bin/sh\nprintf "%s\\n" "$@"\n');
    await chmod(join(folder, "bin/setpriv"), 0o755);
  });
  after(() => rm(folder, { recursive: true }));

  /** The words after `setpriv`, of a container whose users have these groups. */
  async function words(groups: string): Promise<string[]> {
    const settings = `name=x uid=1 gid=2 groups=${groups} bounding=-all no_new_privileges=yes working_folder=/\n`;
    await writeFile(join(folder, "settings"), settings);
    const env = { PATH: `${join(folder, "bin")}:${process.env.PATH ?? ""}` };
    return (await execa("sh", [script, folder, "id"], { env })).stdout.split("\n");
  }

  it("has the container's groups, or none", async () => {
    const common = ["--inh-caps=-all", "env", "-i", "HOME=/", "id"];
    const user = ["setpriv", "--reuid", "1", "--regid", "2"];
    const after = (all: readonly string[]) => all.slice(all.indexOf("setpriv"));
    assert.deepEqual(after(await words("3,4")), [...user, "--groups", "3,4", "--bounding-set=-all", ...common]);
    assert.deepEqual(after(await words("")), [...user, "--clear-groups", "--bounding-set=-all", ...common]);
  });
});
