import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FileSource, Workload } from "../../../services/contract.ts";
import { loadWorkload, workloadNames, type WorkloadFolder } from "../../../services/load.ts";
import { sampleService, sampleWorkload } from "../../support/unit/samples.ts";
import { ownWorkload, ownWorkloadNames } from "../../support/unit/subjects.ts";
import { rejectsWithUserError } from "../../support/unit/user-error.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

describe("workloads on disk", () => {
  const folder = useTemporaryFolder();

  async function withWorkload(workload: Workload<FileSource>): Promise<WorkloadFolder> {
    for (const name of ["sample", "another", "not-one"]) await mkdir(join(folder(), name));
    for (const name of ["sample", "another"]) await writeFile(join(folder(), name, "workload.ts"), "");
    await writeFile(join(folder(), "define.ts"), "");
    await writeFile(join(folder(), "sample", "web.py"), "print('ä')\n");
    return { path: folder(), load: () => Promise.resolve({ workload }) };
  }
  const files = [{ source: "web.py", path: "/app/web.py", mode: 0o600 }];

  it("are the folders that hold a workload.ts, in alphabetical order", async () => {
    assert.deepEqual(workloadNames(await withWorkload(sampleWorkload())), ["another", "sample"]);
  });

  it("are loaded with their files' contents", async () => {
    const given = sampleWorkload({ services: [sampleService({ files })] });
    const { services } = await loadWorkload("sample", await withWorkload(given));
    assert.deepEqual(services[0]?.files, [{ path: "/app/web.py", mode: 0o600, content: "print('ä')\n" }]);
  });

  for (const name of ["nonesuch", "", "not-one", "../sample", "define.ts"]) {
    it(`do not include ${JSON.stringify(name)}, and the message lists the known ones`, async () => {
      await rejectsWithUserError(loadWorkload(name, await withWorkload(sampleWorkload())), {
        found: new RegExp(`^There is no workload "${name}"\\.$`),
        allowed: /^another, sample$/,
        remedy: /pulumi config set workload NAME/,
      });
    });
  }

  it("are checked when they are loaded", async () => {
    const wrong = sampleWorkload<FileSource>({ services: [sampleService({ checks: [] })] });
    await rejectsWithUserError(loadWorkload("sample", await withWorkload(wrong)), {
      found: /sample\/web: it has no checks/,
      allowed: /at least one/,
      remedy: /services\/sample\/workload\.ts/,
    });
  });

  it("fail with the path of a file that is missing", async () => {
    const given = sampleWorkload({
      services: [sampleService({ files: [{ source: "no.py", path: "/x", mode: 0o644 }] })],
    });
    await assert.rejects(loadWorkload("sample", await withWorkload(given)), /ENOENT.*sample\/no\.py/);
  });
});

describe("the project's own workloads", () => {
  it("include hello", () => {
    assert.ok(ownWorkloadNames.includes("hello"));
  });

  for (const name of ownWorkloadNames) {
    it(`${name} loads under its folder's name, with every file`, async () => {
      const workload = await ownWorkload(name);
      assert.equal(workload.name, name);
      const contents = workload.services.flatMap(({ files }) => files.map(({ content }) => content));
      assert.ok(contents.every((content) => content !== ""));
    });
  }
});
