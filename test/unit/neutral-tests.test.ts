import assert from "node:assert/strict";
import { resolve } from "node:path";
import { sourcesBelow } from "../support/unit/import-graph.ts";
import { dockerIn, neutralFiles } from "../support/unit/neutral-tests.ts";

const root = resolve(import.meta.dirname, "../..");

describe("the post-deploy tests of every system", () => {
  let sources: ReadonlyMap<string, string>;
  before(async () => {
    sources = await sourcesBelow(root);
  });

  it("are found, with what they use, and without those about Docker alone", () => {
    const files = neutralFiles(sources);
    for (const path of [
      "test/deployed/approaches.test.ts",
      "test/deployed/side-by-side.test.ts",
      "test/support/control.ts",
      "test/support/inspected.ts",
      "services/hello/deployed.test.ts",
    ])
      assert.ok(files.includes(path), path);
    assert.deepEqual(
      files.filter((path) => path.startsWith("test/deployed/docker-only/")),
      [],
    );
    assert.ok(sources.has("test/deployed/docker-only/only.ts"));
  });

  it("import nothing of Docker, and neither run its command line nor speak of it", () => {
    assert.deepEqual(dockerIn(sources), []);
  });

  it("ask for the name of the system in one place alone", () => {
    const asking = [...sources].filter(
      ([path, text]) => /^test\/(deployed|support)\/[^/]+\.ts$|docker-only/.test(path) && /[!=]== ?"docker"/.test(text),
    );
    assert.deepEqual(
      asking.map(([path]) => path),
      ["test/deployed/docker-only/only.ts"],
    );
  });
});

describe("the check of post-deploy tests", () => {
  const found = (sources: Readonly<Record<string, string>>) =>
    dockerIn(new Map(Object.entries({ "docker/client.ts": "", "stacks/systems/docker/look.ts": "", ...sources })));

  const wrong: Readonly<Record<string, readonly [Readonly<Record<string, string>>, string]>> = {
    "the type of a client": [
      { "test/deployed/a.ts": 'import type { DockerClient } from "../../docker/client.ts";' },
      "test/deployed/a.ts imports docker/client.ts",
    ],
    "a system's own module in what a test uses": [
      {
        "services/hello/deployed.test.ts": 'import "../../test/support/a.ts";',
        "test/support/a.ts": 'import "./b.ts";',
        "test/support/b.ts": 'import "../../stacks/systems/docker/look.ts";',
      },
      "test/support/b.ts imports stacks/systems/docker/look.ts",
    ],
    "a program": [{ "test/deployed/a.ts": 'run("docker", ["ps"]);' }, "test/deployed/a.ts has the text docker"],
    "a line of sh": [
      { "test/deployed/a.ts": "run(`docker stop ${a}`);" },
      "test/deployed/a.ts has the text docker stop ",
    ],
    "the middle of a line": [
      { "test/deployed/a.ts": "`${a} docker ${b}`;" },
      "test/deployed/a.ts has the text  docker ",
    ],
    "a title": [{ "test/deployed/a.ts": 'it("is on Docker");' }, "test/deployed/a.ts has the text is on Docker"],
    "a pattern": [{ "test/deployed/a.ts": "/docker:index/;" }, "test/deployed/a.ts has the text /docker:index/"],
  };
  for (const [what, [sources, line]] of Object.entries(wrong))
    it(`finds ${what}`, () => {
      assert.deepEqual(found(sources), [line]);
    });

  it("leaves alone what is about Docker alone, the import of it, and comments", () => {
    const sources = {
      "test/deployed/a.ts": '// docker\nimport { b } from "./docker-only/b.ts";\nb();',
      "test/deployed/docker-only/b.ts": 'import "../../../docker/client.ts";\nrun("docker");',
      "test/faults/c.test.ts": 'import "../../docker/client.ts";',
    };
    assert.deepEqual(found(sources), []);
  });
});
