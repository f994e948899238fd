import assert from "node:assert/strict";
import { parseConfig } from "../../../stacks/config.ts";
import { throwsUserError } from "../../support/unit/user-error.ts";

describe("the configuration", () => {
  it("has a default for every key", () => {
    assert.deepEqual(parseConfig({}, "separate"), {
      approaches: ["separate"],
      approachesFrom: "the stack's own name",
      workload: "hello",
      profiles: [],
      grants: [],
      baseImage: undefined,
      allowPrivileged: false,
      hardening: "least",
      limits: "container",
      environment: "development",
      publishAddress: "127.0.0.1",
      port: undefined,
      services: {},
      secrets: {},
    });
  });

  it("has the given values", () => {
    const raw = {
      approaches: '["separate","runit"]',
      workload: "../app/compose.yaml",
      profiles: '["debug"]',
      grants: '["docker-socket","devices"]',
      baseImage: "debian:12",
      allowPrivileged: "true",
      hardening: "none",
      limits: "service",
      environment: "production",
      publishAddress: "::1",
      port: "8080",
      services: '{"web":{"replicas":3},"worker":{}}',
    };
    assert.deepEqual(parseConfig(raw, "dev"), {
      approaches: ["separate", "runit"],
      approachesFrom: 'config "approaches" of the stack dev',
      workload: "../app/compose.yaml",
      profiles: ["debug"],
      grants: ["docker-socket", "devices"],
      baseImage: "debian:12",
      allowPrivileged: true,
      hardening: "none",
      limits: "service",
      environment: "production",
      publishAddress: "::1",
      port: 8080,
      services: { web: { replicas: 3 }, worker: {} },
      secrets: {},
    });
  });

  it("cannot be changed afterwards", () => {
    assert.ok(Object.isFrozen(parseConfig({}, "separate")));
  });

  for (const port of ["1024", "65535"]) {
    it(`accepts the port ${port}`, () => {
      assert.equal(parseConfig({ port }, "separate").port, Number(port));
    });
  }

  const bad: readonly (readonly [key: string, value: string, allowed: RegExp])[] = [
    ...["separate", "[]", '"separate"', '["separate",1]', '["a","a"]', '{"0":"a"}', "null", "[", ""].map(
      (value) => ["approaches", value, /a JSON list of distinct names, such as \["NAME", "ANOTHER"\]/] as const,
    ),
    ...['["root"]', '["toString"]'].map((value) => ["grants", value, /^privileged, devices, host-network/] as const),
    ...["debug", '["a","a"]'].map((value) => ["profiles", value, /a JSON list of distinct names/] as const),
    ...["yes", "TRUE", "1", ""].map((value) => ["allowPrivileged", value, /^true, false$/] as const),
    ...["full", "None", ""].map((value) => ["hardening", value, /^least, none$/] as const),
    ...["all", "services", ""].map((value) => ["limits", value, /^container, service$/] as const),
    ...["prod", "Production", ""].map((value) => ["environment", value, /^development, production$/] as const),
    ...["localhost", "127.0.0", "127.0.0.1:80", ""].map((value) => ["publishAddress", value, /an IP address/] as const),
    ...["0", "80", "1023", "65536", "8080.5", "-1", "8e3", " 8080", "http", ""].map(
      (value) => ["port", value, /a whole number from 1024 to 65535/] as const,
    ),
    ...["3", "[]", "null", "web", ""].map(
      (value) => ["services", value, /a JSON object, such as \{"NAME": \{"replicas": 2\}\}/] as const,
    ),
  ];
  for (const [key, value, allowed] of bad) {
    it(`refuses ${key} ${JSON.stringify(value)}`, () => {
      throwsUserError(() => parseConfig({ [key]: value }, "separate"), {
        found: new RegExp(`^Config "${key}" is ${escaped(JSON.stringify(value))}\\.$`),
        allowed,
        remedy: new RegExp(`pulumiw config set ${key} VALUE --stack separate, or change Pulumi\\.separate\\.yaml`),
      });
    });
  }

  it("refuses a port that leaves none for the last approach", () => {
    const approaches = '["separate","runit","s6"]';
    assert.equal(parseConfig({ approaches, port: "65533" }, "dev").port, 65_533);
    throwsUserError(() => parseConfig({ approaches, port: "65534" }, "dev"), {
      found: /Config "port" is "65534"/,
      allowed: /from 1024 to 65533.*3 approaches/,
      remedy: /pulumiw config set port/,
    });
  });

  for (const value of ["0", "33", "-1", "1.5", '"2"', "true", "null", "[2]"]) {
    it(`refuses ${value} replicas of a service`, () => {
      throwsUserError(() => parseConfig({ services: `{"web":{"replicas":${value}}}` }, "dev"), {
        found: new RegExp(`^Config "services\\.web\\.replicas" is ${escaped(value)}\\.$`),
        allowed: /^a whole number from 1 to 32$/,
        remedy: /^\.\/pulumiw config set --path services\.web\.replicas NUMBER --stack dev$/,
      });
    });
  }

  for (const value of ["3", "[]", "null", '{"replica":2}', '{"replicas":2,"cpus":1}']) {
    it(`refuses ${value} as the settings of a service`, () => {
      throwsUserError(() => parseConfig({ services: `{"web":${value}}` }, "dev"), {
        found: new RegExp(`^Config "services\\.web" is ${escaped(value)}\\.$`),
        allowed: /^an object with the keys replicas and harden$/,
        remedy: /^\.\/pulumiw config rm --path services\.web --stack dev$/,
      });
    });
  }

  for (const key of ["aproaches", "Port", "toString", "__proto__"]) {
    it(`refuses the unknown key ${key}`, () => {
      throwsUserError(() => parseConfig(Object.fromEntries([[key, "1"]]), "dev"), {
        found: new RegExp(`an unknown key "${key}"`),
        allowed:
          /^approaches, workload, profiles, grants, baseImage, allowPrivileged, hardening, limits, environment, publishAddress, port, secrets, services$/,
        remedy: new RegExp(`pulumiw config rm ${key} --stack dev`),
      });
    });
  }
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
