import assert from "node:assert/strict";
import { rules, rulesHash } from "../../../../lab/rules/rules.ts";
import { checkSystemsRules, systemsBound, systemsRules, systemsRulesHash } from "../../../../lab/rules/systems.ts";

describe("the rules about systems", () => {
  it("have a number and a hash of their own", () => {
    assert.equal(systemsRules.number, 1);
    assert.match(systemsRulesHash, /^[0-9a-f]{64}$/);
    assert.notEqual(systemsRulesHash, rulesHash);
  });

  it("have other bounds than the rules of all runs", () => {
    for (const name of Object.keys(systemsRules.bounds)) assert.equal(rules.bounds[name], undefined, name);
    assert.throws(() => systemsBound("no such"), /no bound no such/);
  });

  it("need a reason and a source each, and refuse what they do not know", () => {
    const { value } = systemsRules.measuring.copies;
    const bare = { ...systemsRules, bounds: { some: { value } } };
    assert.throws(() => checkSystemsRules(bare), /\/bounds\/some must have required property 'reason'/);
    assert.throws(() => checkSystemsRules({ ...systemsRules, invented: {} }), /must NOT have additional properties/);
  });
});
