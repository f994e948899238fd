import assert from "node:assert/strict";
import type { Role } from "../../../lab/contract.ts";
import { experiments } from "../../../lab/experiments.ts";
import { assignWorkloads } from "../../../lab/harness/workloads.ts";
import { doerBesideEntry, doersOf, entryOf, hasRoles, hostVariableOf, peerOf } from "../../../lab/roles.ts";
import type { Deed, Roles, Service, Workload } from "../../../services/contract.ts";
import { loadWorkload, workloadNames } from "../../../services/load.ts";
import { ownWorkloads } from "../../../services/own-workloads.ts";
import { projectRoot } from "../../../toolchain/environment.ts";

function workload(name: string, roles?: Roles): Workload {
  const service = (own: string, hosts: Readonly<Record<string, string>> = {}) => ({ name: own, hosts }) as Service;
  const services = [service("front"), service("asks", { NAME: "other", ENTRY: "front" }), service("wild")];
  const bare = { name, summary: name, services, entry: { service: "front", port: 80 } };
  return roles === undefined ? bare : { ...bare, roles };
}

const plain = workload("plain");
const asked = workload("asked", { peer: "asks" });
const wild = workload("wild", { misbehaves: { front: ["log"], wild: ["log", "leak"] } });

describe("roles of a workload's services", () => {
  it("always include the entry, and others if the workload has them", () => {
    const has = (one: Workload) => (["entry", "peer", "misbehaves"] as const).map((role) => hasRoles(one, [role]));
    assert.deepEqual(has(plain), [true, false, false]);
    assert.deepEqual(has(asked), [true, true, false]);
    assert.deepEqual(has(wild), [true, false, true]);
    assert.equal(hasRoles(asked, ["entry", "peer"]), true);
    assert.equal(hasRoles(asked, ["peer", "misbehaves"]), false);
    assert.equal(hasRoles(workload("none", { misbehaves: {} }), ["misbehaves"]), false);
  });

  it("name services, and report a missing one", () => {
    assert.equal(entryOf(plain).name, "front");
    assert.equal(peerOf(asked).name, "asks");
    assert.throws(() => peerOf(plain), /the workload plain has no peer/);
    assert.equal(hostVariableOf(asked), "ENTRY");
    assert.throws(() => hostVariableOf(workload("deaf", { peer: "wild" })), /no variable of wild/);
  });

  it("tell which services can misbehave how, and which one beside the entry can in all ways", () => {
    const names = (deed: Deed) => doersOf(wild, deed).map(({ name }) => name);
    assert.deepEqual([names("log"), names("leak"), names("spin")], [["front", "wild"], ["wild"], []]);
    assert.equal(doerBesideEntry(wild, ["log"])?.name, "wild");
    assert.equal(doerBesideEntry(wild, ["log", "spin"]), undefined);
    assert.equal(doerBesideEntry(workload("self", { misbehaves: { front: ["log"] } }), ["log"]), undefined);
  });
});

describe("an experiment's workload", () => {
  const about = (...roles: Role[]) => ({ name: roles.join("+"), about: roles });
  const given = (workloads: readonly Workload[], ...wanted: ReturnType<typeof about>[]) => {
    const { assigned, leftOut } = assignWorkloads(wanted, workloads);
    return { assigned: assigned.map(({ experiment, workload: { name } }) => [experiment.name, name]), leftOut };
  };

  it("is the chosen one if that has the roles, else the first other one that has", () => {
    const wanted = [about("entry"), about("entry", "peer"), about("misbehaves")];
    assert.deepEqual(given([plain, asked, wild], ...wanted).assigned, [
      ["entry", "plain"],
      ["entry+peer", "asked"],
      ["misbehaves", "wild"],
    ]);
    assert.deepEqual(given([wild, asked], ...wanted).assigned[0], ["entry", "wild"]);
  });

  it("does not exist if no workload has the roles: the experiment is left out, with the reason", () => {
    const { assigned, leftOut } = given([plain, wild], about("entry", "peer"), about("entry"));
    assert.deepEqual(assigned, [["entry", "plain"]]);
    assert.match(
      leftOut.get("entry+peer") ?? "",
      /needs the roles entry and peer, and no workload has them: plain, wild/,
    );
  });

  it("exists for every experiment, whichever workload of this project is chosen", async () => {
    const folder = ownWorkloads(projectRoot);
    const all = await Promise.all(workloadNames(folder).map((name) => loadWorkload(name, folder)));
    for (const chosen of all)
      assert.equal(assignWorkloads(experiments, [chosen, ...all]).leftOut.size, 0, `with ${chosen.name} chosen`);
  });
});
