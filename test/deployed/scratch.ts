import assert from "node:assert/strict";
import type { FileSource, Service } from "../../services/contract.ts";
import { attempt, control } from "../support/control.ts";
import type { Deployed } from "../support/deployed.ts";
import { longRunning } from "../support/roles.ts";

/** Each service has scratch folders of its own. */
export function describesScratch(get: () => Deployed): void {
  const services = () => longRunning(get().workload);

  it("every service can write its scratch folders, which have their sizes, and no other service can", async () => {
    const places = services().flatMap(({ name, scratch }) => scratch.map((folder) => ({ of: name, ...folder })));
    for (const { of, path, sizeMiB } of places) {
      assert.equal((await writes(get(), of, path)).exitCode, 0, `${of}: ${path}`);
      const size = await control(get().deployment, of, "exec", "stat", "--file-system", "--format=%S %b", path);
      const [block, blocks] = size.split(" ").map(Number);
      assert.equal(Number(block) * Number(blocks), sizeMiB * 1024 ** 2, `${of}: ${path}`);
      for (const { name } of services().filter(({ scratch }) => !scratch.some((own) => own.path === path))) {
        const { exitCode, output } = await writes(get(), name, path);
        assert.notEqual(exitCode, 0, `${name} could write ${path}`);
        assert.match(output, /Permission denied|Read-only file system|No such file or directory/);
      }
    }
  });

  it("scratch folders belong to their service, with their modes, and run programs only if they may", async () => {
    for (const service of services()) await assertScratch(get(), service);
  });
}

/** @throws AssertionError if a scratch folder has another owner or mode than its definition says, or runs programs against it */
export async function assertScratch(
  { deployment }: Deployed,
  { name, user, scratch }: Service<FileSource>,
): Promise<void> {
  for (const { path, mode = 0o700, exec = false } of scratch) {
    const look = await control(deployment, name, "exec", "stat", "--format=%u:%g %a", path);
    assert.equal(look, `${user.uid}:${user.gid} ${mode.toString(8)}`, `${name}: ${path}`);
    const script = 'cp /bin/true "$0/program" && { "$0/program"; ended=$?; rm "$0/program"; exit $ended; }';
    const { exitCode, output } = await attempt(deployment, name, "exec", "sh", "-c", script, path);
    assert.equal(exitCode === 0, exec, `${name}: ${path}: ${output}`);
    if (!exec) assert.match(output, /Permission denied/);
  }
}

async function writes({ deployment }: Deployed, service: string, folder: string) {
  const script = 'echo x > "$0/written" && rm "$0/written"';
  return attempt(deployment, service, "exec", "bash", "-p", "-c", script, folder);
}
