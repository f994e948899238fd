import { execa } from "execa";
import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
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
        remedy: /pulumiw config set workload NAME/,
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

  it("are loaded byte by byte, whatever their files hold", async () => {
    const bytes = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 97) % 256));
    const given = sampleWorkload({ services: [sampleService({ files })] });
    const workloads = await withWorkload(given);
    await writeFile(join(folder(), "sample", "web.py"), bytes);
    const { services } = await loadWorkload("sample", workloads);
    assert.deepEqual(services[0]?.files[0]?.content, { base64: bytes.toString("base64") });
  });

  it("may bring files of another workload, and links to files, but nothing from outside", async () => {
    const workloads = await withWorkload(sampleWorkload({ services: [sampleService({ files })] }));
    await writeFile(join(folder(), "another", "shared.py"), "shared");
    await symlink("../another/shared.py", join(folder(), "sample", "link.py"));
    for (const source of ["../another/shared.py", "link.py"]) {
      const given = sampleWorkload({ services: [sampleService({ files: [{ source, path: "/a", mode: 0o644 }] })] });
      const { services } = await loadWorkload("sample", {
        ...workloads,
        load: () => Promise.resolve({ workload: given }),
      });
      assert.equal(services[0]?.files[0]?.content, "shared");
    }
  });

  const sources: Readonly<Record<string, readonly [source: string, found: RegExp]>> = {
    "a missing file": ["no.py", /the source "no\.py" does not exist/],
    "a path through a file": ["web.py/x", /the source "web\.py\/x" goes through a file/],
    "a path that leaves the workloads": ["../../outside", /the source "\.\.\/\.\.\/outside" is outside/],
    "an absolute path": ["/etc/hostname", /the source "\/etc\/hostname" is outside/],
    "a link that leads outside": ["away", /the source "away" leads to \/.*, which is outside/],
    "a link to itself": ["circle", /the source "circle" is a link to itself/],
    "a FIFO": ["fifo", /the source "fifo" is neither a file nor a folder/],
    "a folder": ["folder", /the source "folder" is a folder/],
  };
  for (const [what, [source, found]] of Object.entries(sources))
    for (const where of ["files", "configs"] as const) {
      // A folder is right as configuration.
      if (where === "configs" && what === "a folder") continue;
      it(`are refused with ${what} in ${where}`, async () => {
        const given = sampleWorkload<FileSource>({
          services: [
            sampleService(
              where === "files"
                ? { files: [{ source, path: "/x", mode: 0o644 }] }
                : { configs: [{ source, path: "/etc/x" }] },
            ),
          ],
        });
        const workloads = await withWorkload(given);
        await symlink("/etc/hostname", join(folder(), "sample", "away"));
        await symlink("circle", join(folder(), "sample", "circle"));
        await mkdir(join(folder(), "sample", "folder"));
        await execa("mkfifo", [join(folder(), "sample", "fifo")]);
        await rejectsWithUserError(loadWorkload("sample", workloads), {
          found,
          allowed: /file/,
          remedy: /services\/sample\/workload\.ts/,
        });
      });
    }

  const modules: Readonly<Record<string, readonly [load: () => Promise<never>, found: RegExp]>> = {
    "throws while it is loaded": [
      () => Promise.reject(new TypeError("x is not a function")),
      /services\/sample\/workload\.ts could not be loaded: TypeError: x is not a function/,
    ],
    "exports by default": [
      () => Promise.resolve({ default: sampleWorkload() } as never),
      /services\/sample\/workload\.ts exports no `workload`, but default\./,
    ],
    "exports nothing": [() => Promise.resolve({} as never), /services\/sample\/workload\.ts exports no `workload`\./],
    "has another name": [
      () => Promise.resolve({ workload: sampleWorkload({ name: "other" }) } as never),
      /^Workload sample: the name is "other"/,
    ],
  };
  for (const [what, [load, found]] of Object.entries(modules))
    it(`are refused if the module ${what}`, async () => {
      const workloads = await withWorkload(sampleWorkload());
      await rejectsWithUserError(loadWorkload("sample", { ...workloads, load }), {
        found,
        allowed: /./,
        remedy: /change services\/sample\/workload\.ts/,
      });
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
