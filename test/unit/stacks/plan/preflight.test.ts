import { separate } from "../../../../stacks/approaches/separate/index.ts";
import { checkNames } from "../../../../stacks/plan/preflight.ts";
import type { SystemLook } from "../../../../stacks/systems/contract.ts";
import { containerLook, foreignContainer, networkLook, systemLook } from "../../../support/unit/looks.ts";
import { sampleScope, sampleService, sampleSettings, sampleWorkload } from "../../../support/unit/samples.ts";
import { throwsUserError } from "../../../support/unit/user-error.ts";

describe("a name on the system", () => {
  const rendering = separate.render(sampleWorkload({ services: [sampleService()] }), sampleSettings());
  const container = "ca-000000-separate-web";
  const network = rendering.networks[0]?.fullName ?? "";
  const none = { instance: "", stack: "", approach: "" };
  const check = (present: Partial<SystemLook>) => {
    checkNames(rendering, sampleScope(), systemLook(present), { removal: (name, kind) => `rub out ${kind} ${name}` });
  };

  it("is free, or is in use by the deployment itself", () => {
    check({});
    check({ containers: [containerLook({ name: container }), foreignContainer()] });
    check({ networks: [networkLook({ name: network }), networkLook({ name: "bridge", ...none })] });
  });

  it("of a network that is made elsewhere has to be there", () => {
    const external = {
      ...rendering,
      networks: [{ name: "front", fullName: "theirs", internal: false, external: true }],
    };
    const attempt = (present: Partial<SystemLook>) => {
      checkNames(external, sampleScope(), systemLook(present), { removal: () => "" });
    };
    attempt({ networks: [networkLook({ name: "theirs", ...none })] });
    throwsUserError(
      () => {
        attempt({});
      },
      {
        found: /The network front is external, and there is no network theirs/,
        allowed: /exists/,
        remedy: /create the network theirs/,
      },
    );
  });

  for (const [kind, name, whose, present] of [
    ["container", container, "another owner", { containers: [foreignContainer({ name: container })] }],
    ["container", container, "another stack", { containers: [containerLook({ name: container, stack: "dev" })] }],
    ["network", network, "another owner", { networks: [networkLook({ name: network, ...none })] }],
    ["network", network, "another stack", { networks: [networkLook({ name: network, stack: "dev" })] }],
  ] as const) {
    it(`is refused if a ${kind} of ${whose} has it`, () => {
      throwsUserError(
        () => {
          check(present);
        },
        {
          found: new RegExp(`^A ${kind} named ${name} exists, and its labels are not`),
          allowed: new RegExp(`no other ${kind} of this name`),
          remedy: new RegExp(`^rub out ${kind} ${name}$`),
        },
      );
    });
  }
});
