import assert from "node:assert/strict";
import { UserError } from "../../../errors/user-error.ts";
import type { FileSource, Workload } from "../../../services/contract.ts";
import { defineWorkload } from "../../../services/define.ts";
import { approaches } from "../../../stacks/approaches.ts";
import { allFields } from "../../support/unit/all-fields.ts";
import { sampleSettings } from "../../support/unit/samples.ts";

/** Values that people, generators and mistakes put anywhere. */
const values: Readonly<Record<string, unknown>> = {
  nothing: undefined,
  null: null,
  zero: 0,
  "a negative number": -1,
  "a fraction": 1.5,
  "a huge number": 1e300,
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  true: true,
  "an empty text": "",
  blank: " ",
  "a text": "text",
  "a number as text": "8080",
  NUL: "a\0b",
  "a line break": "a\nb",
  "a path that climbs": "/../../../../tmp/x",
  "words of a shell": "$(touch /tmp/x); `id` && rm -rf /",
  "a long text": "x".repeat(5000),
  "an empty list": [],
  "a list of null": [null],
  "an empty object": {},
  "an object": { key: "value" },
  "a function": () => 1,
};

/** Where a definition has values: a path of keys for each, its objects and lists included. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))];
}

function changed(value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown {
  if (key === undefined) return to;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...Object(value) }) as Record<string, unknown>;
  copy[key] = changed(copy[key], rest, to);
  return copy;
}

/** What becomes of a definition that may be anything: undefined if it is refused. @throws what is no UserError */
function defined(given: unknown): Workload<FileSource> | undefined {
  try {
    return defineWorkload(given as Workload<FileSource>);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    assert.ok(error.parts.allowed, `it does not say what is allowed: ${error.message}`);
    assert.ok(!error.message.includes("undefined is not"), error.message);
    return undefined;
  }
}

function rendered(workload: Workload<FileSource>): void {
  const services = workload.services.map(({ files, configs, ...service }) => ({
    ...service,
    files: files.map(({ path, mode }) => ({ path, mode, content: "" })),
    ...(configs === undefined
      ? {}
      : { configs: configs.map(({ path }) => ({ path, files: [{ path: "", base64: "" }] })) }),
  }));
  for (const approach of Object.values(approaches)) {
    try {
      approach.render({ ...workload, services }, sampleSettings());
    } catch (error) {
      if (!(error instanceof UserError)) throw new Error(`${approach.name}: ${String(error)}`, { cause: error });
    }
  }
}

describe("a definition with a wrong value anywhere", () => {
  const places = placesIn(allFields);

  it("has values in more than a hundred places", () => {
    assert.ok(places.length > 100, `${places.length}`);
  });

  for (const [what, value] of Object.entries(values)) {
    it(`is refused in words, or deployed by every approach that takes it: ${what}`, () => {
      for (const path of places) {
        const given = changed(allFields, path, value);
        try {
          const workload = defined(given);
          if (workload !== undefined) rendered(workload);
        } catch (error) {
          assert.fail(`${path.join(".")}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        }
      }
    });
  }

  it("is refused if a field has a wrong name", () => {
    for (const path of places.filter((path) => path.length > 0 && !/^\d+$/.test(path.at(-1) ?? ""))) {
      const given = changed(allFields, [...path.slice(0, -1), `${path.at(-1) ?? ""}s`], "text");
      defined(given);
    }
  });
});

describe("a definition that is none", () => {
  it("is refused in words", () => {
    for (const given of [undefined, null, 3, "hello", [], {}, () => 1]) assert.equal(defined(given), undefined);
  });
});

describe("a number of a definition", () => {
  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    "services.0.limits.memoryMiB": [0, 4, -1, 64.5, Number.NaN],
    "services.0.limits.cpus": [0, 0.001, -1, Number.NaN, Number.POSITIVE_INFINITY],
    "services.0.limits.pids": [0, -1, 1.5],
    "services.0.health.intervalSeconds": [0, -1, 0.5],
    "services.0.health.timeoutSeconds": [0, -1, 0.5],
    "services.0.health.retries": [0, -1, 1.5],
    "services.0.health.startPeriodSeconds": [-1, 0.5],
    "services.0.stopGraceSeconds": [0, -1, 1.5],
    "services.0.user.uid": [0, -1, 1.5],
    "services.0.port": [0, -1, 65_536],
  };
  for (const [path, numbers] of Object.entries(wrong))
    it(`is refused if a system or a supervisor takes it otherwise: ${path}`, () => {
      for (const number of numbers)
        assert.equal(defined(changed(allFields, path.split("."), number)), undefined, `${String(number)} is accepted`);
    });
});
