import assert from "node:assert/strict";
import { appendFile, readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { attempt, control } from "../support/control.ts";
import type { Deployed } from "../support/deployed.ts";
import { assertRestarted, snapshot } from "../support/restarts.ts";
import { skip } from "../support/skip.ts";

/** A file of the project, and where a service has it. */
interface Placed {
  readonly service: string;
  readonly source: string;
  readonly path: string;
}

/** Files and folders of the workload are mounted; a change restarts who reads them, in the same containers. */
export function describesConfigs(get: () => Deployed): void {
  const placed = async (test: Mocha.Context): Promise<Placed[]> => {
    const folder = join(get().project.folder, "services", get().workload.name);
    const found = get().workload.services.flatMap(({ name: service, configs = [] }) =>
      configs.map(async ({ source, path }) =>
        (await filesBelow(join(folder, source))).map((below) => ({
          service,
          source: join(folder, source, below),
          path: join(path, below),
        })),
      ),
    );
    const all = (await Promise.all(found)).flat();
    return all.length === 0 ? skip(test, "no service has configuration") : all;
  };
  const assertSame = async (files: readonly Placed[]) => {
    for (const { service, source, path } of files) {
      const content = await control(get().deployment, service, "exec", "base64", "--wrap=0", path);
      assert.deepEqual(Buffer.from(content, "base64"), await readFile(source), `${service}: ${path}`);
    }
  };

  describe("configuration", () => {
    it("is where the service expects it, byte for byte", async function () {
      await assertSame(await placed(this));
    });

    it("cannot be changed by the service", async function () {
      for (const { service, path } of await placed(this)) {
        const words = ["bash", "-p", "-c", 'chmod 666 "$0" || echo x >>"$0" || rm -f "$(realpath "$0")"', path];
        const { exitCode, output } = await attempt(get().deployment, service, "exec", ...words);
        assert.notEqual(exitCode, 0, `${service} changed ${path}`);
        assert.match(output, /Read-only file system/);
      }
    });

    it("that changes restarts who reads it and no other, in the same containers", async function () {
      const [first, ...more] = await placed(this);
      const { service, source } = more.at(-1) ?? first ?? assert.fail("no file");
      const earlier = await snapshot(get());
      await appendFile(source, "# changed\n");
      await get().stack.up();
      await assertRestarted(get(), earlier, [service]);
      await assertSame(await placed(this));
      // The next thing that deploys is the group mending, which expects no change.
    });
  });
}

/** Relative to the path; of a file only the empty one. */
async function filesBelow(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [""];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(path, join(entry.parentPath, entry.name)));
}
