import assert from "node:assert/strict";
import { stepsOf } from "../../../bench/profile/steps.ts";
import { parseTrace } from "../../../bench/profile/trace.ts";

const epoch = 1_700_000_000_000;

function span(service: string, name: string, start: number, end: number, attributes: Record<string, string> = {}) {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: [{ key: "service.name", value: { stringValue: service } }] },
        scopeSpans: [
          {
            spans: [
              {
                name,
                startTimeUnixNano: `${epoch + start}000000`,
                endTimeUnixNano: `${epoch + end}000000`,
                attributes: Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } })),
              },
            ],
          },
        ],
      },
    ],
  });
}

const network = { urn: "urn:pulumi:bench::project::component$docker:index/network:Network::separate-back" };
const trace = [
  span("pulumi-cli", "pulumi", 100, 5000),
  span("pulumi-cli", "pulumirpc.LanguageRuntime/Run", 300, 4800),
  span("pulumi-cli", "pulumirpc.ResourceMonitor/RegisterResource", 900, 910),
  span("pulumi-cli", "pulumirpc.ResourceMonitor/RegisterResource", 1500, 1800),
  span("pulumi-cli", "newPlugin", 1510, 1700, { kind: "resource", prefix: "docker (resource)" }),
  span("docker", "sdkv2.Create", 2000, 4100, network),
  span("docker", "POST /v1.41/networks/create", 2010, 2050),
  span("docker", "POST /v1.41/networks/back/connect", 2000, 4000),
  span("command", "pulumirpc.ResourceProvider/Create", 4200, 4700),
].join("\n");

function steps() {
  return stepsOf(parseTrace(trace), { start: epoch, end: epoch + 5200 });
}

function step(name: string) {
  const found = steps().find((one) => one.name.startsWith(name));
  assert.ok(
    found !== undefined,
    `no step "${name}" in: ${steps()
      .map((one) => one.name)
      .join("; ")}`,
  );
  return found;
}

describe("bench / profile", () => {
  it("a trace's spans keep their service, attributes and milliseconds", () => {
    const [first] = parseTrace(trace);
    assert.deepEqual(first, {
      name: "pulumi",
      service: "pulumi-cli",
      scope: "",
      start: epoch + 100,
      end: epoch + 5000,
      attributes: {},
    });
  });

  it("what comes before the first resource is told apart, from the process's start on", () => {
    const before = steps().slice(0, 4);
    assert.deepEqual(
      before.map(({ start, duration }) => [start, duration]),
      [
        [0, 100],
        [100, 200],
        [300, 600],
        [900, 600],
      ],
    );
  });

  it("an operation is named after its resource and knows the engine's part of it", () => {
    const { name, start, duration, engine } = step("create network");
    assert.deepEqual(
      { name, start, duration, engine },
      {
        name: "create network separate-back",
        start: 2000,
        duration: 2100,
        engine: 40,
      },
    );
  });

  it("the last step reaches to the process's end", () => {
    const { start, duration } = step("finishing");
    assert.equal(start, 4700);
    assert.equal(duration, 500);
  });

  it("plugins and the readiness command are steps", () => {
    assert.equal(step("plugin docker starts").duration, 190);
    assert.equal(step("readiness command").duration, 500);
  });
});
