import assert from "node:assert/strict";
import { Project } from "../support/project.ts";

const chained = `
  import { local } from "@pulumi/command";
  const first = new local.Command("first", { create: "echo first >> ran; echo made-by-first" });
  const second = new local.Command("second", {
    create: first.stdout.apply((text) => \`echo \${text} >> ran; echo second \${text}\`),
    environment: { FROM: first.stdout },
    triggers: [first.stdout],
  });
  export const result = second.stdout;
`;

interface Preview {
  readonly steps: readonly { readonly op: string; readonly urn: string }[];
}

describe("toolchain / preview of commands", function () {
  this.timeout(60_000);
  const project = new Project();

  before(() => project.open());
  after(() => project.remove());

  it("inputs that are not known yet are shown as a creation, and nothing runs", async () => {
    await project.write(chained);
    const { stdout } = await project.start(["preview", "--json"]);
    const creations = (JSON.parse(stdout) as Preview).steps
      .filter(({ op, urn }) => op === "create" && urn.includes("Command"))
      .map(({ urn }) => urn.split("::").at(-1));
    assert.deepEqual(creations.sort(), ["first", "second"]);
    assert.deepEqual(await project.lines("ran"), []);
  });

  it("the up after it fills the unknown inputs in", async () => {
    await project.up();
    assert.deepEqual(await project.lines("ran"), ["first", "made-by-first"]);
    assert.deepEqual(await project.outputs(), { result: "second made-by-first" });
  });

  it("what the plugin cannot do is refused in the preview, with the property's name", async () => {
    await project.write(`
      import { local } from "@pulumi/command";
      new local.Command("files", { create: "touch file", assetPaths: ["file"] });
    `);
    const { exitCode, text } = await project.pulumi(["preview"]);
    assert.notEqual(exitCode, 0);
    assert.match(text, /assetPaths needs the vendor's command plugin/);
  });
});
