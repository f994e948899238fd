import { Ajv } from "ajv";
import type { FaultRule, Rules } from "./contract.ts";

const sentence = { type: "string", minLength: 3 } as const;
const ruleOf = (value: object) => ({
  type: "object",
  properties: { value, reason: sentence, source: sentence },
  required: ["value", "reason", "source"],
  additionalProperties: false,
});
const numeric = ruleOf({ type: "number" });

const margin = {
  type: "object",
  properties: {
    relative: { type: "number", exclusiveMinimum: 0 },
    absolute: { type: "number", exclusiveMinimum: 0 },
    reason: sentence,
    source: sentence,
  },
  required: ["reason", "source"],
  oneOf: [{ required: ["relative"] }, { required: ["absolute"] }],
  additionalProperties: false,
};

const named = (names: readonly string[], each: object) => ({
  type: "object",
  properties: Object.fromEntries(names.map((name) => [name, each])),
  required: names,
  additionalProperties: false,
});

const faultRules = [
  "leaksPerRound",
  "hostMemory",
  "hostProcesses",
  "hostDisk",
  "crashSeconds",
  "givesUpSeconds",
  "deafMargin",
] as const satisfies readonly FaultRule[];
const object = (properties: Readonly<Record<string, object>>) => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const each = (value: object) => ({ type: "object", additionalProperties: value });

const ranking = object({
  disqualify: each(object({ reason: sentence, source: sentence })),
  scales: each(
    object({
      best: { type: "number", minimum: 0 },
      worst: { type: "number", exclusiveMinimum: 0 },
      steps: { enum: ["log", "linear"] },
      reason: sentence,
      source: sentence,
    }),
  ),
  presets: each(
    object({ title: sentence, reason: sentence, weights: each({ type: "number", minimum: 0, maximum: 3 }) }),
  ),
});
const readinessItem = {
  type: "object",
  properties: {
    item: sentence,
    section: sentence,
    figures: { type: "array", items: { type: "string" }, minItems: 1 },
    is: { type: "boolean" },
    atMost: { type: "number" },
  },
  required: ["item", "section", "figures"],
  oneOf: [{ required: ["is"] }, { required: ["atMost"] }],
  additionalProperties: false,
};

const readiness = {
  type: "object",
  properties: {
    source: sentence,
    items: { type: "array", items: readinessItem, minItems: 1 },
    notMeasured: { type: "array", items: named(["item", "why"], sentence) },
  },
  required: ["source", "items", "notMeasured"],
  additionalProperties: false,
};

const schema = {
  type: "object",
  properties: {
    measuring: named(
      ["load", "tries", "wait", "patience", "tailRequests", "settledSeconds", "settledShare", "settledWithin"],
      numeric,
    ),
    rounds: named(["timing", "steady", "categorical", "quick", "warmUp"], numeric),
    statistics: named(["alpha", "trials", "humps", "humpsFrom"], numeric),
    margins: { type: "object", additionalProperties: margin },
    faults: named(faultRules, numeric),
    bounds: { type: "object", additionalProperties: numeric },
    ranking,
    readiness,
  },
  required: ["measuring", "rounds", "statistics", "margins", "faults", "bounds", "ranking", "readiness"],
  additionalProperties: false,
};

// oneOf only requires what `properties` beside it define, which strict mode does not see.
const isRules = new Ajv({ strict: true, strictRequired: false, allErrors: true }).compile<Rules>(schema);

/** @throws if the content of rules.yaml is not what `Rules` says: a mistake of this project, not of its user */
export function checkRules(content: unknown): Rules {
  if (isRules(content)) return content;
  const problems = (isRules.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
  throw new Error(`rules.yaml: ${problems.join("; ")}`);
}
