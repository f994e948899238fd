import { Ajv } from "ajv";
import assert from "node:assert/strict";
import { separate } from "../../../stacks/approaches/separate/index.ts";
import { outputsSchema } from "../../../stacks/outputs-schema.ts";
import { schemaVersion } from "../../../stacks/outputs.ts";
import { planned } from "../../support/unit/plans.ts";
import { sampleService, sampleWorkload } from "../../support/unit/samples.ts";

const validate = new Ajv({ strict: true }).compile(outputsSchema);
const workload = sampleWorkload({ services: [sampleService()] });

/** Outputs as parsed JSON, which tests can break. */
function outputs(address = "127.0.0.1") {
  const { output } = planned(separate, workload, { address });
  return { schemaVersion, instance: "000000", url: output.entry.url, deployments: { separate: output } };
}

describe("the schema of outputs", () => {
  it("accepts the outputs of a plan, at an IPv4 and an IPv6 address", () => {
    assert.ok(validate(outputs()), JSON.stringify(validate.errors));
    assert.equal(outputs("::1").url, "http://[::1]:20000");
    assert.ok(validate(outputs("::1")), JSON.stringify(validate.errors));
  });

  it("accepts a stack of several approaches, which has no url", () => {
    const { url, ...rest } = outputs();
    assert.equal(typeof url, "string");
    assert.ok(validate({ ...rest, deployments: { ...rest.deployments, other: rest.deployments.separate } }));
  });

  const { deployments } = outputs();
  const { separate: deployment } = deployments;
  const web = deployment.services.web ?? assert.fail("no service web");
  const [replica = assert.fail("no replica")] = web.replicas;
  const [[name, container] = assert.fail("no container")] = Object.entries(deployment.containers);
  const withDeployment = (changed: object) => ({
    ...outputs(),
    deployments: { separate: { ...deployment, ...changed } },
  });
  const withEntry = (changed: object) => withDeployment({ entry: { ...deployment.entry, ...changed } });
  const withService = (changed: object) => withDeployment({ services: { web: { ...web, ...changed } } });
  const withReplica = (changed: object) => withService({ replicas: [{ ...replica, ...changed }] });
  const withContainer = (changed: object) => withDeployment({ containers: { [name]: { ...container, ...changed } } });

  it("accepts the sample unchanged, so that each refusal below is due to its one change", () => {
    for (const same of [withDeployment({}), withEntry({}), withService({}), withReplica({}), withContainer({})])
      assert.ok(validate(same), JSON.stringify(validate.errors));
  });

  it("accepts a service with several replicas, and a container that joins another", () => {
    assert.ok(validate(withService({ replicas: [replica, { ...replica, container: "ca-web-2" }] })));
    assert.ok(validate(withContainer({ joins: "ca-pause" })));
  });

  const wrong: Record<string, unknown> = {
    "another version": { ...outputs(), schemaVersion: schemaVersion + 1 },
    "the version before": { ...outputs(), schemaVersion: schemaVersion - 1 },
    "an instance of another form": { ...outputs(), instance: "A" },
    "no deployments": { schemaVersion, instance: "000000" },
    "something that the schema does not know": { ...outputs(), extra: 1 },
    "a deployment without services": withDeployment({ services: {} }),
    "a deployment without containers": withDeployment({ containers: {} }),
    "a deployment with a word too many": withDeployment({ unit: "x" }),
    "an address that is none": withEntry({ url: "127.0.0.1:80" }),
    "an entry without a port": withEntry({ port: undefined }),
    "a port that is none": withEntry({ port: 65_536 }),
    "an entry of another scheme": withEntry({ scheme: "https" }),
    "a trait too few": withDeployment({ traits: {} }),
    "a trait too many": withDeployment({ traits: { ...deployment.traits, flies: true } }),
    "a service without replicas": withService({ replicas: [] }),
    "a service with a word too many": withService({ control: "sh" }),
    "a replica without a container": withReplica({ container: undefined }),
    "a replica whose control is a list of words": withReplica({ control: ["sh"] }),
    "a replica whose control is empty": withReplica({ control: "" }),
    "a container without control": withContainer({ control: undefined }),
    "a container without a system": withContainer({ system: undefined }),
    "a verification that is a list of words": withDeployment({ verifications: { title: ["true"] } }),
    "a verification that is empty": withDeployment({ verifications: { title: "" } }),
  };
  for (const [what, value] of Object.entries(wrong)) {
    it(`refuses ${what}`, () => {
      assert.equal(validate(JSON.parse(JSON.stringify(value))), false);
    });
  }
});
