import assert from "node:assert/strict";
import { experiments } from "../../../lab/experiments.ts";
import { subjectsIn } from "../../../lab/harness/schedule.ts";
import { planSubjects, stackOf } from "../../../lab/harness/subjects.ts";
import { variants, variantsNamed } from "../../../lab/variants.ts";
import { ownWorkload, registered } from "../../support/unit/subjects.ts";
import { throwsUserError } from "../../support/unit/user-error.ts";

const host = { cgroupVersion: 1, containersCgroup: "docker" } as const;

describe("the lab's variants", () => {
  it("are approaches of the registry with a configuration, and take part in experiments that exist", () => {
    for (const { id, approach, config, experiments: taken } of variants) {
      assert.ok(registered.includes(approach), id);
      assert.notEqual(Object.keys(config).length, 0, id);
      for (const name of taken)
        assert.ok(
          experiments.some((one) => one.name === name),
          `${id}: ${name}`,
        );
    }
    assert.equal(new Set(variants.map(({ name }) => name)).size, variants.length);
  });

  it("have ids that names of stacks can have, and none of an approach", () => {
    for (const { id } of variants) assert.match(id, /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/);
    const ids = [...variants.map(({ id }) => id), ...registered.map(({ name }) => name)];
    assert.equal(new Set(ids).size, ids.length);
  });

  it("are chosen all, none or by id", () => {
    const [first] = variants;
    assert.ok(first);
    assert.deepEqual([variantsNamed("all"), variantsNamed("none"), variantsNamed(first.id)], [variants, [], [first]]);
    throwsUserError(() => variantsNamed("nonesuch"), {
      found: /^There is no variant "nonesuch" \(--variants\)\.$/,
      allowed: new RegExp(`^all, none, ${first.id}, `),
      remedy: /docs\/lab\.md/,
    });
  });

  it("are subjects between the approaches and the twin, with their configuration, traits and warnings", async () => {
    const planned = planSubjects(registered.slice(0, 1), variants, await ownWorkload("hello"), host, new Map());
    const [separate, ...others] = planned.map(({ record }) => record);
    const twin = others.pop();
    assert.ok(separate && twin);
    assert.deepEqual([separate.config, separate.experiments, twin.twinOf], [undefined, undefined, separate.name]);
    assert.deepEqual(
      others.map(({ name, approach, config, experiments: taken }) => ({ name, approach, config, taken })),
      variants.map(({ name, approach, config, experiments: taken }) => ({
        name,
        approach: approach.name,
        config,
        taken,
      })),
    );
    const [unhardened] = others.filter(({ config }) => config?.hardening === "none");
    assert.equal(unhardened?.traits.readOnlyRoot, false);
    assert.ok(unhardened.warnings.some((warning) => warning.startsWith("not hardened")));
    const stacks = planned.map(({ record }) => stackOf(record, "hello"));
    assert.equal(new Set(stacks).size, stacks.length);
    for (const stack of stacks) assert.match(stack, /^[\w-]+$/);
  });

  it("take part in their experiments alone, and are skipped where their approach is", async () => {
    const skipped = new Map([["separate", "no luck"]]);
    const planned = planSubjects(registered.slice(0, 3), variants, await ownWorkload("hello"), host, skipped);
    const records = planned.map(({ record }) => record);
    const names = (name: string) => subjectsIn({ subjects: records }, name, { quick: false });
    const [one] = variants.filter(({ approach }) => approach.name !== "separate");
    assert.ok(one);
    assert.ok(names(one.experiments[0] ?? "").includes(one.name));
    assert.ok(!names("complexity").includes(one.name));
    for (const { name, approach } of variants)
      if (approach.name === "separate") assert.ok(!experiments.some((each) => names(each.name).includes(name)));
  });
});
