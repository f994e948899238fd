import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { separate } from "../../../../../../stacks/approaches/separate/index.ts";
import { supervisord } from "../../../../../../stacks/approaches/supervisord/index.ts";
import type { Approach } from "../../../../../../stacks/contract.ts";
import { atOnce, deployment } from "../../../../../support/unit/docker-deployment.ts";
import { made } from "../../../../../support/unit/mocked-pulumi.ts";
import { planned } from "../../../../../support/unit/plans.ts";
import { quietService, sampleService, sampleWorkload } from "../../../../../support/unit/samples.ts";

const command = "command:local:Command";
const base64 = (text: string) => Buffer.from(text).toString("base64");

const workload = sampleWorkload({
  services: [
    sampleService({
      secrets: { token: { variable: "TOKEN" }, key: {} },
      configs: [{ path: "/etc/web.conf", files: [{ path: "", base64: base64("conf") }] }],
    }),
    quietService({ secrets: { token: { file: "mine" } } }),
    quietService({ name: "plain" }),
  ],
});
const values = { token: pulumi.secret("its value"), key: pulumi.secret("other") };

/** A secret input as the provider gets it: in an object that says so. */
function unwrapped(input: unknown): unknown {
  return typeof input === "object" && input !== null && "value" in input ? input.value : input;
}

async function deployed(approach: Approach, secrets: Readonly<Record<string, pulumi.Output<string>>> = values) {
  const plan = planned(approach, workload);
  const result = await made((opts) => deployment(plan, atOnce, opts, secrets));
  // An image has the name of its container.
  const isMeant = (one: { readonly type: string; readonly name: string }, name: string) =>
    one.name === name && !one.type.includes("RemoteImage");
  const named = (name: string) => result.registered.find((one) => isMeant(one, name))?.inputs ?? assert.fail(name);
  const declared = (name: string) => result.declared.find((one) => isMeant(one, name)) ?? assert.fail(name);
  return { ...result, plan, named, declared };
}

describe("what is delivered on Docker", () => {
  it("comes through a volume for each mount, which for secrets stands for a folder in memory", async () => {
    const { named } = await deployed(separate);
    assert.deepEqual(named("separate-delivered-secrets-web").driverOpts, {
      type: "none",
      o: "bind",
      device: "/dev/shm/container-approaches/000000/separate/separate/secrets-web",
    });
    assert.equal(named("separate-delivered-config-web").driverOpts, undefined);
    const labels = named("separate-delivered-secrets-web").labels as { label: string; value: string }[];
    const label = (name: string) => labels.find((one) => one.label === `container-approaches.${name}`)?.value;
    assert.deepEqual([label("holds"), label("delivered"), label("stack")], ["state", "memory", "separate"]);
    assert.deepEqual(named("separate-web").volumes, [
      { volumeName: "ca-000000-separate-delivered-secrets-web", containerPath: "/run/secrets", readOnly: true },
      {
        volumeName: "ca-000000-separate-delivered-config-web",
        containerPath: "/opt/container-approaches/config",
        readOnly: true,
      },
    ]);
  });

  it("is written by one command, which gets the values on its standard input, as a secret", async () => {
    const { named, declared } = await deployed(separate);
    const { stdin } = named("separate-delivered");
    assert.equal(
      unwrapped(stdin),
      [
        "folder container-approaches 000000 separate separate secrets-web",
        `file 10001 10001 400 ${base64("token")} ${base64("its value")}`,
        `file 10001 10001 400 ${base64("key")} ${base64("other")}`,
        "volume ca-000000-separate-delivered-config-web",
        `file 0 0 444 ${base64("web-0")} ${base64("conf")}`,
        "folder container-approaches 000000 separate separate secrets-worker",
        `file 27947 27947 400 ${base64("mine")} ${base64("its value")}`,
        "",
      ].join("\n"),
    );
    assert.equal(await pulumi.isSecret(pulumi.output(declared("separate-delivered").props.stdin)), true);
    assert.doesNotMatch(JSON.stringify({ ...named("separate-delivered"), stdin: "" }), /its value|aXRzIHZhbHVl/);
  });

  it("is there before the containers that have it, and no other container waits for it", async () => {
    const { declared } = await deployed(separate);
    const written = declared("separate-delivered").resource;
    const waits = (name: string) => [declared(name).opts.dependsOn].flat().includes(written);
    assert.deepEqual(["separate-web", "separate-worker", "separate-plain"].map(waits), [true, true, false]);
  });

  it("restarts each service that reads it by its own control, and no other", async () => {
    const { registered, named, plan } = await deployed(supervisord);
    const restarts = registered.filter(({ name }) => name.includes("-restarts-")).map(({ name }) => name);
    assert.deepEqual(
      restarts.sort(),
      ["supervisord-restarts-web", "supervisord-restarts-worker"].map((name) =>
        name.replace("supervisord", plan.scope.approach),
      ),
    );
    const [web = ""] = restarts;
    const control = plan.output.services.web?.replicas[0]?.control ?? "";
    assert.ok(String(named(web).update).includes(`${control} restart`));
    assert.equal(named(web).create, "cat", "it is not restarted when it is created");
  });

  it("restarts a service for its own files alone, wherever they are", async () => {
    const digests = async (secrets: typeof values) => {
      const { named } = await deployed(separate, secrets);
      return ["web", "worker"].map((name) => unwrapped(named(`separate-restarts-${name}`).stdin));
    };
    const [web, worker] = await digests(values);
    assert.match(String(web), /^[0-9a-f]{64}$/);
    const [webByKey, workerByKey] = await digests({ ...values, key: pulumi.secret("new") });
    assert.deepEqual([webByKey === web, workerByKey === worker], [false, true]);
    const [webByToken, workerByToken] = await digests({ ...values, token: pulumi.secret("new") });
    assert.deepEqual([webByToken === web, workerByToken === worker], [false, false]);
  });

  it("tells nothing of a secret in the digest that Pulumi keeps: that is a secret itself", async () => {
    const { declared } = await deployed(separate);
    assert.equal(await pulumi.isSecret(pulumi.output(declared("separate-restarts-worker").props.stdin)), true);
    assert.equal(await pulumi.isSecret(pulumi.output(declared("separate-ready").props.create)), false);
  });

  it("is removed from memory with the deployment, by a command that only does that", async () => {
    const { named, declared } = await deployed(separate);
    const { create, delete: removing } = named("separate-delivered-folder");
    assert.equal(create, ":");
    assert.match(String(removing), /container-approaches\/000000\/separate\/separate$/);
    const volumes = [declared("separate-delivered-folder").opts.dependsOn].flat();
    assert.ok(volumes.includes(declared("separate-delivered-secrets-web").resource), "before the volumes, which tell");
  });

  it("is nothing for a workload without secrets and configuration", async () => {
    const plan = planned(separate, sampleWorkload());
    const { registered } = await made((opts) => deployment(plan, atOnce, opts));
    const names = registered.filter(({ type }) => type === command).map(({ name }) => name);
    assert.deepEqual(names, ["separate-ready"]);
  });

  it("fails for a secret without a value", async () => {
    await assert.rejects(deployed(separate, { key: values.key }), /the secret "token", which has no value/);
  });
});
