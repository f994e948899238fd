import { refuseMoved } from "../../../cli/stack/moved.ts";
import { schemaVersion, type StackOutputs } from "../../../stacks/outputs.ts";
import { paperSystem } from "../../support/unit/paper-system.ts";
import { rejectsWithUserError } from "../../support/unit/user-error.ts";

describe("a stack on another system", () => {
  const resources = [{ type: "pulumi:pulumi:Stack" }, { type: "paper:index:Sheet", id: "1" }];
  const outputs = (systems?: StackOutputs["systems"]): StackOutputs => ({
    ...{ schemaVersion, instance: "abc123", deployments: {} },
    ...(systems === undefined ? {} : { systems }),
  });
  const check = (systems?: StackOutputs["systems"], given = resources) =>
    refuseMoved({ outputs: outputs(systems), resources: given }, [paperSystem()], "mine");

  it("is refused, with both places, and the way back", async () => {
    await rejectsWithUserError(check({ paper: { id: "paper:2", address: "another desk" } }), {
      found: /^The stack mine is deployed on another paper: paper:2 at another desk\. This is paper:1 at a desk\.$/,
      allowed: /the one that it is deployed on/,
      remedy: /go back to another desk.*npm run down -- mine/,
    });
  });

  it("is refused if it was installed anew at the same address, with the way to forget what was there", async () => {
    await rejectsWithUserError(check({ paper: { id: "paper:2", address: "a desk" } }), {
      found: /another paper/,
      allowed: /./,
      remedy: /\.\/pulumiw refresh --stack mine --yes/,
    });
  });

  it("is refused by its address if no deployment has succeeded yet, so that the outputs do not tell", async () => {
    const begun = (id: string) => [...resources, { type: "pulumi:providers:paper", id }];
    const check = (id: string) => refuseMoved({ outputs: undefined, resources: begun(id) }, [paperSystem()], "mine");
    await check("a desk");
    await rejectsWithUserError(check("another desk"), {
      found: /deployed on another paper: another desk\. This is paper:1 at a desk/,
      allowed: /./,
      remedy: /go back to another desk.*\.\/pulumiw stack rm mine --force --preserve-config --yes/,
    });
  });

  it("is none if nothing is deployed, it is the same, or the outputs do not say where it is", async () => {
    await check({ paper: { id: "paper:1", address: "moved to another address" } });
    await check({ paper: { id: "paper:2", address: "a desk" } }, [{ type: "pulumi:pulumi:Stack" }]);
    await check({ glass: { id: "glass:1", address: "a shelf" } });
    await check();
  });
});
