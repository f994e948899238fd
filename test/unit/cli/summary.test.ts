import assert from "node:assert/strict";
import { summary } from "../../../cli/stack/summary.ts";
import { separate } from "../../../stacks/approaches/separate/index.ts";
import { schemaVersion } from "../../../stacks/outputs.ts";
import { planned } from "../../support/unit/plans.ts";

describe("the summary of a deployment", () => {
  const { output } = planned(separate);
  const outputs = { schemaVersion, instance: "000000", deployments: { separate: output, other: output } };

  it("names every container of a service that runs in several", () => {
    const { replicas, ...web } = output.services.web ?? assert.fail("no service web");
    const both = [...replicas, { container: "ca-web-2", control: "true" }];
    const deployments = { separate: { ...output, services: { web: { ...web, replicas: both } } } };
    const text = summary({ ...outputs, deployments }, {});
    assert.match(text, /^ {2}service {2}web {2}in ca-000000-separate-web, ca-web-2, from \S+$/m);
  });

  it("shows the URL, the services, the warnings and the answer of each approach", () => {
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
