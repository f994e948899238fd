import assert from "node:assert/strict";
import { summary } from "../../../cli/stack/summary.ts";
import { separate } from "../../../stacks/approaches/separate/index.ts";
import { planDeployment } from "../../../stacks/engine/plan.ts";
import { schemaVersion } from "../../../stacks/outputs.ts";
import { everythingWorkload, sampleSettings } from "../../support/unit/samples.ts";

describe("the summary of a deployment", () => {
  const base = { name: "base", id: "sha256:1" };
  const { output } = planDeployment(separate, everythingWorkload(), sampleSettings(), base, "contexts");
  const outputs = { schemaVersion, instance: "000000", deployments: { separate: output, other: output } };

  it("shows per approach the address, the services, the warnings and the answer", () => {
    const [first, second] = summary(outputs, { separate: '{"ok":true}' }).split("\n\n");
    const [web, store, mailer] = output.images;
    const body = (answer: string) => [
      "  url      http://127.0.0.1:20000",
      `  service  web     in ca-000000-separate-web, from ${web ?? ""}`,
      `  service  store   in ca-000000-separate-store, from ${store ?? ""}`,
      `  service  mailer  in ca-000000-separate-mailer, from ${mailer ?? ""}`,
      ...output.warnings.map((warning) => `  warning  ${warning}`),
      `  GET /    ${answer}`,
    ];
    assert.ok(output.warnings.length > 0);
    assert.equal(first, ["separate (workload everything)", ...body('{"ok":true}')].join("\n"));
    assert.equal(second, ["other (workload everything)", ...body("no answer"), ""].join("\n"));
  });
});
