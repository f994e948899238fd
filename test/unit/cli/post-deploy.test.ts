import assert from "node:assert/strict";
import { main } from "../../../cli/test.ts";
import { groups } from "../../../cli/testing/groups.ts";
import { deployedStages, plainGroups, shares } from "../../../cli/testing/post-deploy.ts";
import { fromEnvironment, toEnvironment, type UnderTest } from "../../../cli/testing/under-test.ts";
import { ownWorkloadNames } from "../../support/unit/subjects.ts";
import { rejectsWithUserError } from "../../support/unit/user-error.ts";

const humble = { name: "humble", requires: [] };
const mighty = { name: "mighty", requires: ["privileged"] } as const;
const share = { workload: "hello", groups: ["outputs", "own"] } as const;

describe("the post-deploy tests that run by default", () => {
  it("are of workloads that exist, each once", () => {
    const names = shares.map(({ workload }) => workload);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.ok(ownWorkloadNames.includes(name), name);
  });

  it("leave out no group", () => {
    const covered = new Set(shares.flatMap((one) => one.groups));
    assert.deepEqual(
      groups.filter((group) => !covered.has(group)),
      [],
    );
  });

  it("include each workload's own tests", () => {
    for (const { workload, groups: chosen } of shares) assert.ok(chosen.includes("own"), workload);
  });

  it("keep the order of the groups, because the last one breaks the deployment", () => {
    for (const chosen of [...shares.map((one) => one.groups), plainGroups]) {
      assert.deepEqual(
        chosen,
        groups.filter((group) => chosen.includes(group)),
      );
    }
  });
});

describe("the stages of post-deploy tests", () => {
  it("are one for each workload under each approach", () => {
    const { together } = deployedStages([humble, mighty], [share, { ...share, workload: "other" }], new Map());
    assert.deepEqual(
      together.map(({ title }) => title),
      ["humble / hello", "mighty / hello", "humble / other", "mighty / other"],
    );
  });

  it("tell their process what to deploy, and grant privilege only to approaches that require it", () => {
    const { together } = deployedStages([humble, mighty], [share], new Map());
    const told = together.map((stage) => fromEnvironment("env" in stage ? { ...stage.env } : {}));
    assert.deepEqual(told, [
      { approach: "humble", workload: "hello", config: {}, groups: ["outputs", "own"] },
      { approach: "mighty", workload: "hello", config: { allowPrivileged: "true" }, groups: ["outputs", "own"] },
    ]);
  });

  it("are fewer for the plain form of an approach, and none where a workload has no groups for it", () => {
    const plain = { ...humble, name: "plain", plainOf: "humble" };
    const chosen = [{ ...share, plainGroups: ["outputs"] } as const, { ...share, workload: "other" }];
    const { together } = deployedStages([humble, plain], chosen, new Map());
    const told = together.map((stage) => fromEnvironment("env" in stage ? { ...stage.env } : {}));
    assert.deepEqual(
      told.map(({ approach, workload, groups: ran }) => [approach, workload, ran]),
      [
        ["humble", "hello", ["outputs", "own"]],
        ["plain", "hello", ["outputs"]],
        ["humble", "other", ["outputs", "own"]],
      ],
    );
  });

  it("are skipped with the reason if this host lacks what the approach requires", () => {
    const { together } = deployedStages([humble, mighty], [share], new Map([["mighty", "no such luck"]]));
    assert.deepEqual(
      together.map((stage) => ("skipped" in stage ? stage.skipped : "runs")),
      ["runs", "no such luck"],
    );
  });
});

describe("what a stage passes to its process", () => {
  const told: UnderTest = {
    approach: "humble",
    workload: "everything",
    config: { port: "1", name: "ä=?&," },
    groups: ["own"],
  };

  it("arrives unchanged", () => {
    assert.deepEqual(fromEnvironment(toEnvironment(told)), told);
  });

  it("is an error if it is missing, with the command to run", () => {
    assert.throws(() => fromEnvironment({}), /not set: run npm test/);
  });

  const wrong: Record<string, unknown> = {
    "no object": "humble",
    "no workload": { ...told, workload: undefined },
    "a setting that is no text": { ...told, config: { port: 1 } },
    "no groups": { ...told, groups: [] },
    "a group that does not exist": { ...told, groups: ["own", "nonesuch"] },
  };
  for (const [what, value] of Object.entries(wrong)) {
    it(`is refused with ${what}`, () => {
      const [variable = ""] = Object.keys(toEnvironment(told));
      assert.throws(() => fromEnvironment({ [variable]: JSON.stringify(value) }), new RegExp(`${variable} is `));
    });
  }
});

describe("npm test", () => {
  it("refuses an unknown workload before setup, and lists the known ones", async () => {
    await rejectsWithUserError(main(["--workload", "nonesuch"]), {
      found: /^There is no workload "nonesuch"\.$/,
      allowed: new RegExp(`^${ownWorkloadNames.join(", ")}$`),
      remedy: /services\/NAME/,
    });
  });

  it("refuses an unknown approach", async () => {
    await rejectsWithUserError(main(["--only", "separate,nonesuch"]), {
      found: /no approach "nonesuch" \(--only\)/,
      allowed: /separate/,
      remedy: /approach/,
    });
  });
});
