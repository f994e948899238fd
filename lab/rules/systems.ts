import { Ajv } from "ajv";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Rule } from "./contract.ts";

/** The content of systems.yaml. */
export interface SystemsRules {
  /** Raised with every change. */
  readonly number: number;
  /** `backSeconds` and `afterSeconds` in seconds, `hostMemory` in MiB; `steps` and `copies` are numbers. */
  readonly measuring: Readonly<
    Record<"steps" | "backSeconds" | "afterSeconds" | "copies" | "hostMemory", Rule<number>>
  >;
  /** Thresholds of single parts of claims, by claim and name. */
  readonly bounds: Readonly<Record<string, Rule<number>>>;
}

const sentence = { type: "string", minLength: 3 } as const;
const rule = {
  type: "object",
  properties: { value: { type: "number" }, reason: sentence, source: sentence },
  required: ["value", "reason", "source"],
  additionalProperties: false,
};
const measured = ["steps", "backSeconds", "afterSeconds", "copies", "hostMemory"];
const schema = {
  type: "object",
  properties: {
    number: { type: "integer", minimum: 1 },
    measuring: {
      type: "object",
      properties: Object.fromEntries(measured.map((name) => [name, rule])),
      required: measured,
      additionalProperties: false,
    },
    bounds: { type: "object", additionalProperties: rule },
  },
  required: ["number", "measuring", "bounds"],
  additionalProperties: false,
};

const isRules = new Ajv({ strict: true, allErrors: true }).compile<SystemsRules>(schema);

/** @throws if the content of systems.yaml is not what `SystemsRules` says: a mistake of this project, not of its user */
export function checkSystemsRules(content: unknown): SystemsRules {
  if (isRules(content)) return content;
  const problems = (isRules.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
  throw new Error(`systems.yaml: ${problems.join("; ")}`);
}

const text = readFileSync(new URL("systems.yaml", import.meta.url), "utf8");

/** The rules of today about systems. */
export const systemsRules: SystemsRules = checkSystemsRules(parse(text));

/** SHA-256 of systems.yaml, as 64 hexadecimal digits. Runs record it. */
export const systemsRulesHash: string = createHash("sha256").update(text).digest("hex");

/** A bound of systems.yaml. @throws if there is none: a mistake of this project */
export function systemsBound(name: string): number {
  const bound = systemsRules.bounds[name];
  if (bound === undefined) throw new Error(`systems.yaml has no bound ${name}`);
  return bound.value;
}
