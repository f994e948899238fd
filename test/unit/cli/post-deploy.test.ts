import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { main } from "../../../cli/test.ts";
import { groups } from "../../../cli/testing/groups.ts";
import { mixed, stagesIn } from "../../../cli/testing/mixing.ts";
import { deployedStages, plainGroups, shares } from "../../../cli/testing/post-deploy.ts";
import { fromEnvironment, toEnvironment, type UnderTest } from "../../../cli/testing/under-test.ts";
import { projectRoot } from "../../../toolchain/environment.ts";
import { ownWorkloadNames } from "../../support/unit/subjects.ts";
import { rejectsWithUserError } from "../../support/unit/user-error.ts";

const humble = { name: "humble", requires: [], placement: "apart" } as const;
const mighty = { name: "mighty", requires: ["privileged"], placement: "together" } as const;
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
    const { together } = deployedStages([humble, mighty], [share, { ...share, workload: "other" }], {
      unmet: new Map(),
    });
    assert.deepEqual(
      together.map(({ title }) => title),
      ["humble / hello", "mighty / hello", "humble / other", "mighty / other"],
    );
  });

  it("tell their process what to deploy, and grant privilege only to approaches that require it", () => {
    const { together } = deployedStages([humble, mighty], [share], { unmet: new Map() });
    const told = together.map((stage) => fromEnvironment("env" in stage ? { ...stage.env } : {}));
    assert.deepEqual(told, [
      { approach: "humble", workload: "hello", config: {}, groups: ["outputs", "own"] },
      { approach: "mighty", workload: "hello", config: { allowPrivileged: "true" }, groups: ["outputs", "own"] },
    ]);
  });

  it("build with both builders once for each placement: under the first approach that can be deployed", () => {
    const all = { workload: "everything", groups: ["own", "builders"] } as const;
    const second = { ...mighty, name: "second" };
    const building = (unmet: ReadonlyMap<string, string>) =>
      deployedStages([humble, mighty, second], [all], { unmet }).together.flatMap((stage) =>
        "env" in stage && fromEnvironment({ ...stage.env }).groups.includes("builders") ? [stage.title] : [],
      );
    assert.deepEqual(building(new Map()), ["humble / everything", "mighty / everything"]);
    assert.deepEqual(building(new Map([["mighty", "no luck"]])), ["humble / everything", "second / everything"]);
  });

  it("are fewer for the plain form of an approach, and none where a workload has no groups for it", () => {
    const plain = { ...humble, name: "plain", plainOf: "humble" };
    const chosen = [{ ...share, plainGroups: ["outputs"] } as const, { ...share, workload: "other" }];
    const { together } = deployedStages([humble, plain], chosen, { unmet: new Map() });
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

  it("are fewer on a system whose guests are slow, and know how slow", () => {
    const guest = { ...humble, name: "guest", system: "other" };
    const elsewhere = { ...share, elsewhereGroups: ["outputs", "own", "mending"], slowGroups: ["outputs"] } as const;
    const stagesAt = (pace: number) =>
      deployedStages([guest], [elsewhere], { unmet: new Map(), paces: new Map([["guest", pace]]) }).together;
    const told = [1, 16].flatMap(stagesAt).map((stage) => ("env" in stage ? { ...stage.env } : {}));
    assert.deepEqual(
      told.map((env) => [fromEnvironment(env).groups, env.CONTAINER_APPROACHES_PACE]),
      [
        [["outputs", "own", "mending"], undefined],
        [["outputs"], "16"],
      ],
    );
  });

  it("are skipped with the reason if this host lacks what the approach requires", () => {
    const { together } = deployedStages([humble, mighty], [share], { unmet: new Map([["mighty", "no such luck"]]) });
    assert.deepEqual(
      together.map((stage) => ("skipped" in stage ? stage.skipped : "runs")),
      ["runs", "no such luck"],
    );
  });
});

describe("the order of stages that run at the same time", () => {
  const stages = (...titles: readonly string[]) => titles.map((title) => ({ title, command: ["true"] }));
  const order = (long: readonly string[], short: readonly string[]) =>
    mixed(stages(...long), stages(...short))
      .map(({ title }) => title)
      .join(" ");

  it("puts short ones between the long ones, and the rest behind them", () => {
    assert.equal(order(["A", "B"], ["a", "b", "c", "d", "e"]), "A a b B c d e");
    assert.equal(order(["A", "B"], ["a"]), "A B a");
    assert.equal(order([], ["a", "b"]), "a b");
  });
});

describe("the stages of a folder", () => {
  it("are one for each of its test files", async () => {
    const folder = "test/faults";
    const files = (await readdir(join(projectRoot, folder), { recursive: true })).filter((name) =>
      name.endsWith(".test.ts"),
    );
    const found = await stagesIn(folder);
    assert.deepEqual(
      found.flatMap((stage) => ("mocha" in stage ? stage.mocha : [])),
      files.sort().map((name) => `${folder}/${name}`),
    );
    assert.ok(found.some(({ title }) => title === "faults / interruption"));
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

  it("refuses to test approaches on the second host that are not on its Docker daemon", async () => {
    await rejectsWithUserError(main(["--host", "--only", "runc"]), {
      found: /none is on Docker: runc/,
      allowed: /approaches on Docker/,
      remedy: /npm run host -- run -- npm test -- --only runc/,
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
