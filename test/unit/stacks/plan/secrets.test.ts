import { checkSecrets } from "../../../../stacks/plan/secrets.ts";
import { quietService, sampleService, sampleWorkload } from "../../../support/unit/samples.ts";
import { throwsUserError } from "../../../support/unit/user-error.ts";

const workload = sampleWorkload({
  services: [
    sampleService({ secrets: { token: {}, made: {} } }),
    quietService({ secrets: { token: { file: "mine" } } }),
    quietService({ name: "plain" }),
  ],
  secrets: { made: { generated: { length: 32 } } },
});

const checking = (checked: typeof workload, configured: readonly string[]) => () => {
  checkSecrets(checked, configured, "dev");
};

describe("the check of secrets", () => {
  it("passes if all are configured or generated", () => {
    checkSecrets(workload, ["token"], "dev");
    checkSecrets(workload, ["token", "made"], "dev");
    checkSecrets(sampleWorkload(), [], "dev");
  });

  it("refuses a missing one, with who asks for it and the command that sets it", () => {
    throwsUserError(checking(workload, ["made"]), {
      found: /^The secret "token" of the workload sample has no value; asked for by: web, worker\.$/,
      allowed: null,
      remedy: /^\.\/pulumiw config set --secret --path 'secrets\.token' --stack dev$/,
    });
  });

  it("refuses one that no service asks for, with those that are known", () => {
    throwsUserError(checking(workload, ["token", "tokn"]), {
      found: /has a secret "tokn", which no service of the workload sample asks for/,
      allowed: /^token, made$/,
      remedy: /^\.\/pulumiw config rm --path 'secrets\.tokn' --stack dev$/,
    });
    throwsUserError(checking(sampleWorkload(), ["token"]), {
      found: /"token"/,
      allowed: /^no secret at all$/,
      remedy: /pulumiw config rm/,
    });
  });
});
