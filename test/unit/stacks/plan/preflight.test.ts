import { separate } from "../../../../stacks/approaches/separate/index.ts";
import { checkNames } from "../../../../stacks/plan/preflight.ts";
import type { ContainerLook } from "../../../../stacks/systems/contract.ts";
import { containerLook, foreignContainer } from "../../../support/unit/looks.ts";
import { sampleScope, sampleService, sampleSettings, sampleWorkload } from "../../../support/unit/samples.ts";
import { throwsUserError } from "../../../support/unit/user-error.ts";

describe("a container's name", () => {
  const rendering = separate.render(sampleWorkload({ services: [sampleService()] }), sampleSettings());
  const name = "ca-000000-separate-web";
  const check = (...containers: readonly ContainerLook[]) => {
    checkNames(rendering, sampleScope(), { containers }, { removal: (container) => `rub out ${container}` });
  };

  it("is free, or is in use by the deployment itself", () => {
    check();
    check(containerLook({ name }), foreignContainer());
  });

  for (const other of [foreignContainer({ name }), containerLook({ name, stack: "dev" })]) {
    it(`is refused if a container of ${other.stack === "" ? "another owner" : "another stack"} has it`, () => {
      throwsUserError(
        () => {
          check(other);
        },
        {
          found: new RegExp(`^A container named ${name} exists, and its labels are not`),
          allowed: /no other container of this name/,
          remedy: new RegExp(`^rub out ${name}$`),
        },
      );
    });
  }
});
