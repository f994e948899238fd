import assert from "node:assert/strict";
import { attempt, control } from "../support/control.ts";
import type { Deployed } from "../support/deployed.ts";
import { longRunning } from "../support/roles.ts";

/** Every service reads its files, with their modes; what not every user may read is its own, and closed to the other services. */
export function describesFiles(get: () => Deployed): void {
  describe("files", () => {
    it("have their modes, and belong to the service where not every user may read them", async () => {
      for (const { name, files, user } of longRunning(get().workload)) {
        for (const { path, mode } of files) {
          const found = await control(get().deployment, name, "exec", "stat", "--format=%u:%g %a", path);
          const owner = (mode & 0o004) === 0 ? `${user.uid}:${user.gid}` : "0:0";
          assert.equal(found, `${owner} ${mode.toString(8)}`, `${name}: ${path}`);
          const { exitCode, output } = await attempt(get().deployment, name, "exec", "test", "-r", path);
          assert.equal(exitCode, 0, `${name} cannot read ${path}: ${output}`);
        }
      }
    });

    it("that are private cannot be read by another service", async () => {
      const running = longRunning(get().workload);
      for (const { name, files } of running) {
        for (const { path } of files.filter(({ mode }) => (mode & 0o004) === 0)) {
          for (const other of running.filter((one) => one.name !== name)) {
            const { exitCode } = await attempt(get().deployment, other.name, "exec", "test", "-r", path);
            assert.notEqual(exitCode, 0, `${other.name} reads ${path} of ${name}`);
          }
        }
      }
    });
  });
}
