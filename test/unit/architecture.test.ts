import assert from "node:assert/strict";
import { resolve } from "node:path";
import { broken } from "../../architecture.mjs";
import { circlesIn, importGraph, sourcesBelow, type ImportGraph } from "../support/unit/import-graph.ts";

const root = resolve(import.meta.dirname, "../..");

function arrowsAgainst(graph: ImportGraph): string[] {
  return [...graph].flatMap(([importer, files]) =>
    files.flatMap((imported) => {
      const message = broken(importer, imported);
      return message === undefined ? [] : [`${importer} -> ${imported}: ${message}`];
    }),
  );
}

describe("the imports of this project, types counted", () => {
  let graph: ImportGraph;
  before(async () => {
    graph = importGraph(await sourcesBelow(root));
  });

  it("are found", () => {
    assert.ok(graph.size > 400, `${graph.size} files`);
    assert.ok(graph.get("lab/contract.ts")?.includes("lab/tools.ts"));
  });

  it("have no cycle", () => {
    assert.deepEqual(circlesIn(graph), []);
  });

  it("go the way that architecture.mjs says", () => {
    assert.deepEqual(arrowsAgainst(graph), []);
  });
});

describe("the check of imports", () => {
  const graphOf = (sources: Readonly<Record<string, string>>) => importGraph(new Map(Object.entries(sources)));

  it("finds a cycle of type imports alone, and no file outside of it", () => {
    const graph = graphOf({
      "lab/one.ts": 'import type { Two } from "./two.ts";\nimport { x } from "./other.ts";',
      "lab/two.ts": 'export type { Three } from "./below/three.ts";',
      "lab/below/three.ts": 'import { type One, one } from "../one.ts";',
      "lab/other.ts": 'import { readFile } from "node:fs/promises";',
    });
    assert.deepEqual(circlesIn(graph), [["lab/below/three.ts", "lab/one.ts", "lab/two.ts"]]);
  });

  it("finds a file that imports itself, and dynamic imports", () => {
    const graph = graphOf({ "a.ts": 'export const a = () => import("./a.ts");', "b.ts": 'import "./a.ts";' });
    assert.deepEqual(circlesIn(graph), [["a.ts"]]);
  });

  it("ignores text that only looks like an import", () => {
    assert.deepEqual(
      [...graphOf({ "a.ts": "/* import './b.ts' */ const s = \"import './b.ts'\";", "b.ts": "" })],
      [
        ["a.ts", []],
        ["b.ts", []],
      ],
    );
  });

  const arrows: readonly (readonly [importer: string, imported: string, allowed: boolean])[] = [
    ["docker/client.ts", "errors/user-error.ts", true],
    ["docker/client.ts", "cli/up.ts", false],
    ["stacks/supervisors/s6/index.ts", "stacks/placement/apart.ts", false],
    ["stacks/supervisors/s6/index.ts", "stacks/supervisors/runit/index.ts", false],
    ["stacks/placement/together.ts", "stacks/supervisors/contract.ts", true],
    ["stacks/placement/together.ts", "stacks/supervisors/s6/index.ts", false],
    ["stacks/plan/stack.ts", "stacks/systems/contract.ts", true],
    ["stacks/plan/stack.ts", "stacks/systems/docker/index.ts", false],
    ["stacks/systems/docker/index.ts", "stacks/plan/stack.ts", false],
    ["stacks/eject/compose.ts", "stacks/systems/contract.ts", false],
    ["lab/harness/run.ts", "lab/results/files.ts", true],
    ["lab/harness/run.ts", "lab/analysis/analyse.ts", false],
    ["lab/contract.ts", "lab/harness/run.ts", false],
    ["lab/contract.ts", "lab/tools.ts", true],
    ["lab/tools/requests.ts", "lab/tools/containers.ts", true],
    ["lab/tools/requests.ts", "lab/tools.ts", false],
    ["lab/instruments/usage.ts", "lab/experiments/memory.ts", false],
    ["lab/experiments/memory.ts", "lab/instruments/usage.ts", true],
    ["lab/experiments/memory.ts", "lab/harness/units.ts", false],
    ["lab/report/model.ts", "lab/claims/claims.ts", true],
    ["lab/claims/claims.ts", "lab/report/model.ts", false],
    ["test/deployed/crash.ts", "stacks/outputs.ts", true],
    ["test/deployed/crash.ts", "stacks/contract.ts", false],
    ["test/deployed/crash.ts", "docker/client.ts", false],
    ["services/hello/deployed.test.ts", "docker/client.ts", false],
    ["services/hello/deployed.test.ts", "test/support/control.ts", true],
    ["services/hello/deployed.test.ts", "test/deployed/crash.ts", false],
    ["services/hello/workload.ts", "test/support/control.ts", false],
  ];
  for (const [importer, imported, allowed] of arrows)
    it(`${allowed ? "allows" : "refuses"} that ${importer} imports ${imported}`, () => {
      assert.equal(broken(importer, imported) === undefined, allowed);
    });
});
