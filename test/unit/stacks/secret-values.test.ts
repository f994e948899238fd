import * as pulumi from "@pulumi/pulumi";
import { execa } from "execa";
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { secretValues } from "../../../stacks/secret-values.ts";
import { mockPulumi } from "../../support/unit/mocked-pulumi.ts";
import { promiseOf } from "../../support/unit/promise-of.ts";
import { quietService, sampleService, sampleWorkload } from "../../support/unit/samples.ts";

const workload = sampleWorkload({
  services: [sampleService({ secrets: { token: {}, made: {} } }), quietService({ secrets: { made: { file: "m" } } })],
  secrets: { made: { generated: { length: 32 } } },
});

describe("the values of secrets", () => {
  it("are the configured ones, else a generated one for all services, secret both", async () => {
    const registered = await mockPulumi();
    const values = secretValues(workload, { token: pulumi.secret("configured") });
    assert.deepEqual(Object.keys(values), ["token", "made"]);
    for (const value of Object.values(values)) assert.equal(await pulumi.isSecret(value), true);
    assert.equal(await promiseOf(pulumi.unsecret(values.token ?? pulumi.output(""))), "configured");
    assert.deepEqual(
      registered.map(({ type, name, inputs }) => [type, name, inputs]),
      [
        [
          "command:local:Command",
          "secret-made",
          { interpreter: ["node", "stacks/generate-secret.mjs"], create: "32", triggers: [32], logging: "none" },
        ],
      ],
    );
  });

  it("are not generated where one is configured", async () => {
    const registered = await mockPulumi();
    const values = secretValues(workload, { token: pulumi.secret("1"), made: pulumi.secret("2") });
    assert.equal(await promiseOf(pulumi.unsecret(values.made ?? pulumi.output(""))), "2");
    assert.deepEqual(registered, []);
  });

  it("are letters and digits of the given number, others each time", async () => {
    const generate = async () => {
      const program = resolve(import.meta.dirname, "../../../stacks/generate-secret.mjs");
      return (await execa("node", [program, "48"], { stripFinalNewline: false })).stdout;
    };
    const [first, second] = await Promise.all([generate(), generate()]);
    assert.match(first, /^[A-Za-z0-9]{48}$/);
    assert.notEqual(first, second);
  });
});
