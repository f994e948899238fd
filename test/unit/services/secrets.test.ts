import assert from "node:assert/strict";
import type { FileSource, Service } from "../../../services/contract.ts";
import { defineWorkload } from "../../../services/define.ts";
import { sampleService, sampleWorkload } from "../../support/unit/samples.ts";
import { throwsUserError } from "../../support/unit/user-error.ts";

type GivenService = Partial<Service<FileSource>>;

const remedy = /^change services\/.*\/workload\.ts$/;

describe("what a service says of its secrets", () => {
  const wrong: Record<string, readonly [given: GivenService, found: RegExp, allowed: RegExp]> = {
    "a secret with a path as its name": [{ secrets: { "a/b": {} } }, /a secret is named "a\/b"/, /letters, digits/],
    "a secret in another folder": [
      { secrets: { key: { file: "../key" } } },
      /the path "\/run\/secrets\/\.\.\/key"/,
      /in its shortest form/,
    ],
    "a variable that no shell can set": [
      { secrets: { key: { variable: "1.KEY" } } },
      /the variable of the secret "key" is "1\.KEY"/,
      /letters, digits and _/,
    ],
    "a variable of a secret that has a value": [
      { env: { KEY: "x" }, secrets: { key: { variable: "KEY" } } },
      /the variable KEY is that of the secret "key" too/,
      /one origin/,
    ],
    "two secrets in one file": [
      { secrets: { key: {}, other: { file: "key" } } },
      /the secret .*\/run\/secrets\/key/,
      /a different path for each/,
    ],
    "two secrets in one variable": [
      { secrets: { key: { variable: "KEY" }, other: { variable: "KEY" } } },
      /two secrets have the variable KEY/,
      /a variable for each/,
    ],
    "a variable that a shell would drop": [
      { env: { "A.B": "x" }, secrets: { key: { variable: "KEY" } } },
      /a secret as a variable, and the variable "A\.B"/,
      /letters, digits and _/,
    ],
  };
  for (const [what, [given, found, allowed]] of Object.entries(wrong)) {
    it(`is refused with ${what}`, () => {
      const workload = sampleWorkload<FileSource>({ services: [sampleService(given)] });
      throwsUserError(() => defineWorkload(workload), { found, allowed, remedy });
    });
  }
});

describe("what a workload says of secrets", () => {
  const services = [sampleService<FileSource>({ secrets: { key: {}, made: {} } })];

  it("is taken for secrets that a service asks for", () => {
    const secrets = { key: {}, made: { generated: { length: 16 } } };
    const workload = sampleWorkload<FileSource>({ services, secrets });
    assert.equal(defineWorkload(workload), workload);
  });

  it("is refused for one that no service asks for", () => {
    throwsUserError(() => defineWorkload(sampleWorkload<FileSource>({ services, secrets: { token: {} } })), {
      found: /no service asks for the secret "token"/,
      allowed: /^key, made$/,
      remedy,
    });
  });

  for (const length of [15, 16.5, 4097]) {
    it(`is refused with a length of ${length}`, () => {
      const workload = sampleWorkload<FileSource>({ services, secrets: { made: { generated: { length } } } });
      throwsUserError(() => defineWorkload(workload), {
        found: /the generated secret "made" has a length of/,
        allowed: /a whole number from 16 to 4096/,
        remedy,
      });
    });
  }
});
