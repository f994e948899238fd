import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { isEncrypted, secretsFrom } from "../../../stacks/config-secrets.ts";
import { promiseOf } from "../../support/unit/promise-of.ts";
import { throwsUserError } from "../../support/unit/user-error.ts";

describe("the secrets of the configuration", () => {
  it("are secret to Pulumi from the start", async () => {
    const secrets = secretsFrom('{"token":"it\'s \\"this\\"\\n","key":"1"}', true, "dev");
    assert.deepEqual(Object.keys(secrets), ["token", "key"]);
    for (const value of Object.values(secrets)) assert.equal(await pulumi.isSecret(value), true);
    assert.equal(await promiseOf(pulumi.unsecret(secrets.token ?? pulumi.output(""))), 'it\'s "this"\n');
  });

  it("are encrypted if Pulumi says so of their key", () => {
    const env = { PULUMI_CONFIG_SECRET_KEYS: '["container-approaches:secrets"]' };
    assert.equal(isEncrypted("container-approaches:secrets", env), true);
    assert.equal(isEncrypted("container-approaches:other", env), false);
    assert.equal(isEncrypted("container-approaches:secrets", {}), false);
  });

  it("are refused if none is encrypted, by name and without the value", () => {
    const read = () => secretsFrom('{"token":"canary"}', false, "dev");
    throwsUserError(read, {
      found: /^The secret "token" of the stack dev is not encrypted in the configuration\.$/,
      allowed: /--secret/,
      remedy: /^\.\/pulumiw config set --secret --path 'secrets\.token' --stack dev/,
    });
    assert.throws(read, (error: Error) => !error.message.includes("canary"));
  });

  for (const value of ['""', "7", "null", '{"a":"b"}', '"a\\u0000b"']) {
    it(`are refused with the value ${value}`, () => {
      throwsUserError(() => secretsFrom(`{"token":${value}}`, true, "dev"), {
        found: /^The secret "token" of the stack dev is (empty|no text, or has a zero byte)\.$/,
        allowed: /a text of at least one character/,
        remedy: /pulumiw config set --secret --path 'secrets\.token'/,
      });
    });
  }

  for (const text of ["[]", '"x"', "null", "{", ""]) {
    it(`are refused as ${JSON.stringify(text)}`, () => {
      throwsUserError(() => secretsFrom(text, true, "dev"), {
        found: /^Config "secrets" of the stack dev is no object\.$/,
        allowed: /a text for each name/,
        remedy: /pulumiw config rm secrets --stack dev/,
      });
    });
  }
});
