import { execa } from "execa";
import assert from "node:assert/strict";
import { pod } from "../../../../stacks/approaches/pod/index.ts";
import { s6 } from "../../../../stacks/approaches/s6/index.ts";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import type { Approach } from "../../../../stacks/contract.ts";
import { paperSystem } from "../../../support/unit/paper-system.ts";
import { planned } from "../../../support/unit/plans.ts";
import { quietService, sampleService, sampleWorkload } from "../../../support/unit/samples.ts";
import { ownWorkload, registered } from "../../../support/unit/subjects.ts";

const output = (approach: Approach) => planned(approach, undefined, { system: paperSystem() }).output;

/** Words of a shell command, as the shell splits it. */
async function wordsOf(command: string): Promise<string[]> {
  const { stdout } = await execa("sh", ["-c", `set -- ${command}; printf '%s\\n' "$@"`]);
  return stdout.split("\n");
}

describe("the output of a deployment", () => {
  it("has the system's control for a service with its own container, and for every container", () => {
    const { services, containers } = output(separate);
    assert.equal(services.web?.replicas[0]?.control, "paper ask ca-000000-separate-web");
    assert.deepEqual(containers["ca-000000-separate-web"], {
      system: "paper",
      control: "paper ask ca-000000-separate-web",
      readyWithinSeconds: 10 + 4 * 5 + 30,
    });
  });

  it("says in which time a service completes, and that nothing checks its container", () => {
    const once = quietService({ name: "once", completes: { withinSeconds: 5 }, checks: [] });
    const workload = sampleWorkload({ services: [sampleService(), once] });
    const { services, containers } = planned(separate, workload, { system: paperSystem() }).output;
    assert.equal(services.once?.completesWithinSeconds, 5);
    assert.equal(services.web?.completesWithinSeconds, undefined);
    assert.equal(containers["ca-000000-separate-once"]?.readyWithinSeconds, undefined);
    const shared = planned(s6, workload, { system: paperSystem() }).output;
    assert.equal(shared.services.once?.completesWithinSeconds, 5);
  });

  it("has the shared control for a service in a shared container, around the container's own", async () => {
    const { services } = output(s6);
    const words = await wordsOf(services.web?.replicas[0]?.control ?? "");
    const own = "/opt/container-approaches";
    assert.deepEqual(words, [
      ...["sh", "stacks/control/shared.sh", "web", "prefixed", `${own}/control`, `${own}/as/web`],
      ...["paper", "ask", "ca-000000-separate-all", "--"],
    ]);
  });

  for (const approach of registered)
    it(`holds no script: every command of ${approach.name} is one short line`, async () => {
      const { services, containers, verifications } = planned(approach, await ownWorkload("hello")).output;
      const controls = [
        ...Object.values(services).flatMap(({ replicas }) => replicas.map(({ control }) => control)),
        ...Object.values(containers).map(({ control }) => control),
        ...Object.values(verifications),
      ];
      for (const command of controls) assert.match(command, /^.{1,250}$/);
    });

  it("names the container whose namespaces another joins, and lists that one's networks", () => {
    const { services, containers } = output(pod);
    const [holder, ...members] = Object.entries(containers);
    assert.equal(holder?.[1].joins, undefined);
    for (const [name, { joins }] of members) assert.equal(joins, holder?.[0], name);
    assert.equal(members.length, 3);
    const { networks } = planned(pod).rendering;
    for (const service of Object.values(services))
      assert.deepEqual(
        service.networks,
        networks.map(({ fullName }) => fullName),
      );
  });

  it("runs verifications through the container's control, word by word", async () => {
    const { verifications } = output(s6);
    const [command = "", ...more] = Object.values(verifications);
    assert.deepEqual(more, []);
    assert.deepEqual((await wordsOf(command)).slice(0, 6), [
      ...["paper", "ask", "ca-000000-separate-all", "exec", "s6-svwait", "-U"],
    ]);
  });

  it("contains no scripts: its part about a service is short", () => {
    for (const { replicas } of Object.values(output(s6).services))
      for (const { control } of replicas) assert.ok(control.length < 300 && !control.includes("\n"), control);
  });

  it("warns of what the approach, and then of what the system cannot honour", () => {
    const { warnings } = output(separate);
    assert.deepEqual(warnings.slice(-3), [
      "store: paper has no memory limits",
      "mailer: paper has no memory limits",
      "web: paper has no memory limits",
    ]);
    assert.deepEqual(warnings.slice(0, -3), planned(separate).output.warnings);
  });
});
