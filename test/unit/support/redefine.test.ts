import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join, resolve } from "node:path";
import { loadWorkload, type WorkloadFolder } from "../../../services/load.ts";
import { redefine } from "../../support/redefine.ts";
import { ownWorkload, ownWorkloadNames } from "../../support/unit/subjects.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

const root = resolve(import.meta.dirname, "../../..");

describe("a workload that is defined differently in a copy of the project", () => {
  const folder = useTemporaryFolder();
  const copy = (): WorkloadFolder => ({
    path: join(folder(), "services"),
    load: (name) => import(join(folder(), "services", name, "workload.ts")) as ReturnType<WorkloadFolder["load"]>,
  });

  for (const name of ownWorkloadNames) {
    it(`${name}: differs in the last changes, and in nothing else`, async () => {
      await cp(join(root, "services"), join(folder(), "services"), { recursive: true });
      await cp(join(root, "errors"), join(folder(), "errors"), { recursive: true });
      const project = { folder: folder(), env: {}, instance: "000000", remove: () => Promise.resolve() };
      const original = await ownWorkload(name);
      const { service } = original.entry;
      const command = ["/bin/sh", "-c", 'it\'s "$HOME"'];
      await redefine(project, name, { [service]: { stopGraceSeconds: 77 } });
      await redefine(project, name, { [service]: { command } });
      assert.deepEqual(await loadWorkload(name, copy()), {
        ...original,
        services: original.services.map((one) => (one.name === service ? { ...one, command } : one)),
      });
    });
  }
});
