import assert from "node:assert/strict";
import { rules, rulesHash } from "../../../../lab/rules/rules.ts";
import { checkRules } from "../../../../lab/rules/schema.ts";

describe("the rules", () => {
  it("are read from the file, and have a hash", () => {
    assert.equal(rules.statistics.alpha.value, 0.05);
    assert.match(rulesHash, /^[0-9a-f]{64}$/);
  });

  it("need a reason and a source each", () => {
    const { value, reason } = rules.statistics.alpha;
    const wrong = { ...rules, statistics: { ...rules.statistics, alpha: { value, reason } } };
    assert.throws(() => checkRules(wrong), /\/statistics\/alpha must have required property 'source'/);
  });

  it("have margins that are either relative or absolute", () => {
    const margin = { relative: 0.1, absolute: 1, reason: "both", source: "ours" };
    assert.throws(() => checkRules({ ...rules, margins: { "unit:ms": margin } }), /unit:ms must match exactly one/);
  });

  it("refuse what they do not know", () => {
    assert.throws(() => checkRules({ ...rules, invented: {} }), /must NOT have additional properties/);
  });
});
