import { Ajv } from "ajv";
import assert from "node:assert/strict";
import { separate } from "../../../stacks/approaches/separate/index.ts";
import { planDeployment } from "../../../stacks/engine/plan.ts";
import { outputsSchema, schemaVersion } from "../../../stacks/outputs.ts";
import { sampleService, sampleSettings, sampleWorkload } from "../../support/unit/samples.ts";

const validate = new Ajv({ strict: true }).compile(outputsSchema);
const workload = sampleWorkload({ services: [sampleService()] });

/** Outputs as JSON brings them, free to be broken. */
function outputs(address = "127.0.0.1") {
  const settings = sampleSettings({ publish: { address, port: 20_000 } });
  const { output } = planDeployment(separate, workload, settings, { name: "base", id: "sha256:1" }, "contexts");
  return { schemaVersion, instance: "000000", url: output.url, deployments: { separate: output } };
}

describe("the schema of outputs", () => {
  it("takes what a plan puts out, at an IPv4 and an IPv6 address", () => {
    assert.ok(validate(outputs()), JSON.stringify(validate.errors));
    assert.equal(outputs("::1").url, "http://[::1]:20000");
    assert.ok(validate(outputs("::1")), JSON.stringify(validate.errors));
  });

  it("takes a stack of several approaches, which has no address of its own", () => {
    const { url, ...rest } = outputs();
    assert.equal(typeof url, "string");
    assert.ok(validate({ ...rest, deployments: { ...rest.deployments, other: rest.deployments.separate } }));
  });

  const { deployments } = outputs();
  const { services, ...rest } = deployments.separate;
  const web = services.web ?? assert.fail("no service web");
  const withDeployment = (separate: unknown) => ({ ...outputs(), deployments: { separate } });
  const withService = (service: unknown) => withDeployment({ ...rest, services: { web: service } });
  const wrong: Record<string, unknown> = {
    "another version": { ...outputs(), schemaVersion: schemaVersion + 1 },
    "an instance of another form": { ...outputs(), instance: "A" },
    "no deployments": { schemaVersion, instance: "000000" },
    "something that the schema does not know": { ...outputs(), extra: 1 },
    "a deployment without services": withDeployment({ ...rest, services: {} }),
    "an address that is none": withDeployment({ ...rest, services, url: "127.0.0.1:80" }),
    "a trait too few": withDeployment({ ...rest, services, traits: {} }),
    "a verb too few": withService({ ...web, control: { ...web.control, logs: undefined } }),
    "a verb too many": withService({ ...web, control: { ...web.control, explode: ["docker"] } }),
    "a verb that is no list of words": withService({ ...web, control: { ...web.control, logs: "docker logs" } }),
    "a verb without words": withService({ ...web, control: { ...web.control, logs: [] } }),
    "a service without a unit": withService({ ...web, unit: undefined }),
  };
  for (const [what, value] of Object.entries(wrong)) {
    it(`refuses ${what}`, () => {
      assert.equal(validate(JSON.parse(JSON.stringify(value))), false);
    });
  }
});
