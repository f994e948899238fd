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

  it("names the ports that are published beside the entry", () => {
    const ports = [
      { container: "ca-web", port: 53, protocol: "udp", address: "127.0.0.1", external: 5353 },
      { container: "ca-db", port: 3306, protocol: "tcp", address: "127.0.0.1" },
    ] as const;
    const text = summary({ ...outputs, deployments: { separate: { ...output, ports } } }, {});
    assert.match(
      text,
      /^ {2}port {5}127\.0\.0\.1:5353 leads to 53\/udp of ca-web\n {2}port {5}a port of 127\.0\.0\.1 that the system has chosen leads to 3306\/tcp of ca-db$/m,
    );
  });

  it("cuts an answer that would fill the screen, and says so", () => {
    const text = summary(outputs, { separate: "a".repeat(500), other: "b".repeat(501) });
    assert.match(text, /^ {2}GET \/ {4}a{500}$/m);
    assert.match(text, /^ {2}GET \/ {4}b{500}\.\.\. \(501 characters; --json prints all\)$/m);
  });

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
