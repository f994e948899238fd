import assert from "node:assert/strict";
import { analyse } from "../../../../lab/analysis/analyse.ts";
import type { Analysis } from "../../../../lab/analysis/contract.ts";
import { claims } from "../../../../lab/claims/claims.ts";
import { decide } from "../../../../lab/claims/finding.ts";
import { onDocker } from "../../../../lab/claims/on-docker.ts";
import { systemsClaimsFor } from "../../../../lab/claims/systems.ts";
import type { Value } from "../../../../lab/contract.ts";
import { experiments } from "../../../../lab/experiments.ts";
import type { SystemRecord } from "../../../../lab/results/record.ts";
import { systemsRulesHash } from "../../../../lab/rules/systems.ts";
import { syntheticRun } from "../support/synthetic-run.ts";

const system = (name: string, ownKernel = false): SystemRecord => ({ name, version: "1", ownKernel });
const systems: Readonly<Record<string, SystemRecord>> = {
  ...{ runc: system("runc"), lxc: system("lxc"), "lxc-boot": system("lxc"), vm: system("made-up", true) },
};
const names = ["separate", ...Object.keys(systems)];

type Values = Readonly<Record<string, Readonly<Record<string, Value>>>>;

/** A run of Docker and made-up systems. */
function measured(values: Values, rules = systemsRulesHash): Analysis {
  const { run, cells } = syntheticRun({ approaches: names, twin: "none", enough: true, spread: 0.001, values });
  const subjects = run.subjects.map((one) => {
    const its = systems[one.name];
    return its === undefined ? one : { ...one, system: its };
  });
  return analyse({ ...run, subjects, systemsRules: rules }, cells, experiments);
}

function verdict(id: string, analysis: Analysis) {
  const claim = systemsClaimsFor(analysis.run).find((one) => one.id === id) ?? assert.fail(`no claim ${id}`);
  return decide(claim, analysis);
}

const dead: Values = Object.fromEntries(
  ["stopped", "killed", "live.stopped", "live.killed"].map((way) => [`keeper/${way}.survives`, { "*": false }]),
);
const like: Values = {
  "footprint/beside": { separate: 1, runc: 1, lxc: 4, "lxc-boot": 5, vm: 9 },
  "footprint/start.lent": { separate: 400, runc: 300, lxc: 900, "lxc-boot": 1500, vm: 9000 },
  "footprint/memory": { separate: 4e7, runc: 4e7, lxc: 8e7, "lxc-boot": 9e7, vm: 3e8 },
  "footprint/image": { separate: 1e8, runc: 2e8, lxc: 2e8, "lxc-boot": 2e8, vm: 9e8 },
  "density/error": { "*": 1 },
  "density/fits": { separate: 400, runc: 300, lxc: 200, "lxc-boot": 150, vm: 20 },
};

describe("claims about systems", () => {
  it("are judged only in runs that have measured a system beside Docker, by the rules of then", () => {
    assert.deepEqual(systemsClaimsFor({}), []);
    const { outcome, because } = verdict("S-002-2", measured(dead, "0".repeat(64)));
    assert.equal(outcome, "unknown");
    assert.match(because, /other rules about systems/);
  });

  it("rest on figures that exist", () => {
    const declared = experiments.flatMap(({ name, figures }) =>
      Object.keys(figures).map((figure) => `${name}/${figure}`),
    );
    for (const { id, figures } of systemsClaimsFor({ systemsRules: systemsRulesHash }))
      for (const figure of figures) assert(declared.includes(figure), `${id}: ${figure}`);
  });

  it("S-002-2 holds if all containers die with what keeps them, and is mixed if those of one system do not", () => {
    assert.equal(verdict("S-002-2", measured(dead)).outcome, "holds");
    const some = { ...dead, "keeper/killed.survives": { "*": false, runc: true } };
    assert.equal(verdict("S-002-2", measured(some)).outcome, "mixed");
    const none = Object.fromEntries(Object.keys(dead).map((figure) => [figure, { "*": true }]));
    assert.equal(verdict("S-002-2", measured(none)).outcome, "fails");
  });

  it("S-002-7 holds if LXC has processes of its own and costs more than runc, and is mixed if it is a bundle as well", () => {
    assert.equal(verdict("S-002-7", measured(like)).outcome, "holds");
    const bundles = { ...like, "footprint/beside": { "*": 1 } };
    assert.equal(verdict("S-002-7", measured(bundles)).outcome, "mixed");
  });

  it("S-003-1 holds if containers take less than machines with kernels of their own, and fails if they take more", () => {
    assert.equal(verdict("S-003-1", measured(like)).outcome, "holds");
    const upside: Values = {
      ...Object.fromEntries(
        ["start.lent", "memory", "image"].map((name) => [`footprint/${name}`, { "*": 1e9, vm: 1e3 }]),
      ),
      ...{ "density/error": { "*": 1 }, "density/fits": { "*": 10, vm: 900 } },
    };
    assert.equal(verdict("S-003-1", measured(upside)).outcome, "fails");
  });

  it("leave all other claims as they are without these systems", () => {
    const analysis = measured(like);
    assert.deepEqual(onDocker(analysis).subjects, ["separate"]);
    for (const claim of claims)
      for (const { subject } of decide(claim, analysis).evidence)
        assert(systems[subject] === undefined, `${claim.id} rests on ${subject}`);
  });
});
