import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import ts from "typescript";
import type { Experiment } from "../../../lab/contract.ts";
import { checked } from "../../../lab/harness/cells.ts";
import type { Subject, Tools } from "../../../lab/tools.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

const root = resolve(import.meta.dirname, "../../..");
const path = "lab/experiments/files.ts";

/** The example file in the guide. */
async function example(): Promise<string> {
  const text = await readFile(join(root, "docs/add-an-experiment.md"), "utf8");
  const blocks = [...text.matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```$/gm)];
  return blocks.find(([, name]) => name === path)?.[2] ?? assert.fail(`the guide shows no ${path}`);
}

/** Errors of the compiler in a file that exists only in memory. */
function errorsIn(text: string): string[] {
  const file = join(root, path);
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (name) => ts.sys.readFile(name)) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, root);
  const host = ts.createCompilerHost(options);
  host.fileExists = (name) => name === file || ts.sys.fileExists(name);
  host.readFile = (name) => (name === file ? text : ts.sys.readFile(name));
  const program = ts.createProgram([file], options, host);
  const found = program.getSemanticDiagnostics(program.getSourceFile(file));
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

describe("the guide to adding an experiment", function () {
  this.timeout(60_000);
  const folder = useTemporaryFolder();

  it("shows a file that compiles", async () => {
    const text = await example();
    assert.deepEqual(errorsIn(text), []);
    assert.notDeepEqual(errorsIn(text.replace('kind: "categorical"', 'kind: "anything"')), []);
  });

  it("shows an experiment that gives the figures that it declares, or a reason", async () => {
    const file = join(folder(), "files.ts");
    await writeFile(file, await example());
    const { files } = (await import(file)) as { readonly files: Experiment };
    const subject = { workload: { entry: { service: "front", port: 80 } } } as unknown as Subject;
    const run = async (exitCode: number, output: string) => {
      const control = () => Promise.resolve({ exitCode, output });
      return checked(files, await files.run(subject, { control } as unknown as Tools));
    };
    assert.deepEqual((await run(0, "4\n")).values, { entry: 4 });
    assert.match((await run(1, "it does not run\n")).missing?.entry ?? "", /it does not run/);
  });
});
