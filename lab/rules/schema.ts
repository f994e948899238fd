import { Ajv } from "ajv";
import type { FaultRule, Rules } from "./contract.ts";

const sentence = { type: "string", minLength: 3 } as const;
/** An object with these properties, all of them and no others. */
const object = (properties: Readonly<Record<string, object>>) => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const named = (names: readonly string[], value: object) =>
  object(Object.fromEntries(names.map((name) => [name, value])));
const each = (value: object) => ({ type: "object", additionalProperties: value });
/** The same with exactly one of these further properties. */
const withOneOf = (properties: Readonly<Record<string, object>>, choices: Readonly<Record<string, object>>) => ({
  ...object(properties),
  properties: { ...properties, ...choices },
  oneOf: Object.keys(choices).map((name) => ({ required: [name] })),
});

const reasoned = { reason: sentence, source: sentence };
const numeric = object({ value: { type: "number" }, ...reasoned });
const size = { type: "number", exclusiveMinimum: 0 };
const margin = withOneOf(reasoned, { relative: size, absolute: size });

const faultRules = [
  "leaksPerRound",
  "hostMemory",
  "hostProcesses",
  "hostDisk",
  "crashSeconds",
  "givesUpSeconds",
  "deafMargin",
] as const satisfies readonly FaultRule[];

const ranking = object({
  disqualify: each(object(reasoned)),
  scales: each(
    object({
      best: { type: "number", minimum: 0 },
      worst: { type: "number", exclusiveMinimum: 0 },
      steps: { enum: ["log", "linear"] },
      ...reasoned,
    }),
  ),
  presets: each(
    object({ title: sentence, reason: sentence, weights: each({ type: "number", minimum: 0, maximum: 3 }) }),
  ),
});

const readinessItem = withOneOf(
  { item: sentence, section: sentence, figures: { type: "array", items: { type: "string" }, minItems: 1 } },
  { is: { type: "boolean" }, atMost: { type: "number" } },
);
const readiness = object({
  source: sentence,
  items: { type: "array", items: readinessItem, minItems: 1 },
  notMeasured: { type: "array", items: named(["item", "why"], sentence) },
});

const schema = object({
  measuring: named(
    ["load", "tries", "wait", "patience", "tailRequests", "settledSeconds", "settledShare", "settledWithin"],
    numeric,
  ),
  rounds: named(["timing", "steady", "categorical", "quick", "warmUp"], numeric),
  statistics: named(["alpha", "trials", "humps", "humpsFrom"], numeric),
  margins: each(margin),
  faults: named(faultRules, numeric),
  bounds: each(numeric),
  ranking,
  readiness,
});

// oneOf only requires what `properties` beside it define, which strict mode does not see.
const isRules = new Ajv({ strict: true, strictRequired: false, allErrors: true }).compile<Rules>(schema);

/** @throws if the content of rules.yaml is not what `Rules` says: a mistake of this project, not of its user */
export function checkRules(content: unknown): Rules {
  if (isRules(content)) return content;
  const problems = (isRules.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
  throw new Error(`rules.yaml: ${problems.join("; ")}`);
}
