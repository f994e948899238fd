import type { JSONSchemaType } from "ajv";
import { verbs, type Traits, type Verb, type Verification } from "./contract.ts";

/** Raised when an output changes its meaning or goes; additions leave it. */
export const schemaVersion = 1;

/** What `pulumi stack output --json` prints: all that tests, the lab and users know of a stack. */
export interface StackOutputs {
  readonly schemaVersion: number;
  /** Short hash of the state backend's address; part of every object's name. */
  readonly instance: string;
  /** Address of the entry; only where the stack has one approach. */
  readonly url?: string;
  readonly deployments: Readonly<Record<string, DeploymentOutput>>;
}

export interface DeploymentOutput {
  readonly workload: string;
  /** Address of the workload's entry, such as `http://127.0.0.1:23456`. */
  readonly url: string;
  readonly services: Readonly<Record<string, ServiceOutput>>;
  /** Names on the engine of all containers, those without a service too, in the order in which they can be started. */
  readonly units: readonly string[];
  /** Image references, in the rendering's order. */
  readonly images: readonly string[];
  readonly traits: Traits;
  /** Commands that exit 0 where the approach's own tools find nothing wrong. */
  readonly verifications: readonly Verification[];
  readonly warnings: readonly string[];
}

export interface ServiceOutput {
  /** Name of the container or engine object that the service runs in. */
  readonly unit: string;
  readonly image: string;
  /** Names on the engine of the networks that the unit is attached to. */
  readonly networks: readonly string[];
  /** Verb to argv; see `Control`. */
  readonly control: Readonly<Record<Verb, readonly string[]>>;
}

const text = { type: "string" } as const;
const texts = { type: "array", items: text } as const;
const flag = { type: "boolean" } as const;

const traits: JSONSchemaType<Traits> = {
  type: "object",
  properties: {
    isolatesServices: flag,
    restartsServices: flag,
    stopsGracefully: flag,
    reapsOrphans: flag,
    separatesLogs: flag,
    runsUnprivileged: flag,
    readOnlyRoot: flag,
    ordersStart: flag,
    stopExitCode: { type: "integer" },
  },
  required: [
    "isolatesServices",
    "restartsServices",
    "stopsGracefully",
    "reapsOrphans",
    "separatesLogs",
    "runsUnprivileged",
    "readOnlyRoot",
    "ordersStart",
    "stopExitCode",
  ],
  additionalProperties: false,
};

const argv = { type: "array", items: text, minItems: 1 } as const;
const service = {
  type: "object",
  properties: {
    unit: text,
    image: text,
    networks: texts,
    control: {
      type: "object",
      properties: Object.fromEntries(verbs.map((verb) => [verb, argv])),
      required: [...verbs],
      additionalProperties: false,
    },
  },
  required: ["unit", "image", "networks", "control"],
  additionalProperties: false,
} as const;

const verification = {
  type: "object",
  properties: { title: text, argv },
  required: ["title", "argv"],
  additionalProperties: false,
} as const;

const deployment = {
  type: "object",
  properties: {
    workload: text,
    url: { type: "string", pattern: "^http://[0-9a-f.:\\[\\]]+:[0-9]+$" },
    services: { type: "object", additionalProperties: service, minProperties: 1, required: [] },
    units: texts,
    images: texts,
    traits,
    verifications: { type: "array", items: verification },
    warnings: texts,
  },
  required: ["workload", "url", "services", "units", "images", "traits", "verifications", "warnings"],
  additionalProperties: false,
} as const;

/** JSON Schema of the outputs, for users in any language and for the tests. */
export const outputsSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Outputs of a container-approaches stack",
  type: "object",
  properties: {
    schemaVersion: { type: "integer", const: schemaVersion },
    instance: { type: "string", pattern: "^[0-9a-f]{6}$" },
    url: { type: "string" },
    deployments: { type: "object", additionalProperties: deployment, required: [] },
  },
  required: ["schemaVersion", "instance", "deployments"],
  additionalProperties: false,
} as const;
