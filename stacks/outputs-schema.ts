import type { JSONSchemaType } from "ajv";
import type { Traits } from "./contract.ts";
import { schemaVersion, type ReplicaOutput } from "./outputs.ts";

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
    endsWithEssential: flag,
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
    "endsWithEssential",
    "stopExitCode",
  ],
  additionalProperties: false,
};

const answer = {
  type: "object",
  properties: {
    path: text,
    host: text,
    status: { type: "array", items: { type: "integer" } },
    protocol: { type: "string", enum: ["http", "any"] },
  },
  additionalProperties: false,
} as const;

const entry = {
  type: "object",
  properties: {
    scheme: { type: "string", const: "http" },
    address: text,
    port: { type: "integer", minimum: 1, maximum: 65_535 },
    url: { type: "string", pattern: "^http://[0-9A-Za-z.:\\[\\]_-]+:[0-9]+$" },
    onlyOnItsHost: flag,
    answer,
  },
  required: ["scheme", "address", "port", "url"],
  additionalProperties: false,
};

const number = { type: "integer", minimum: 1, maximum: 65_535 } as const;

const port = {
  type: "object",
  properties: {
    container: text,
    port: number,
    protocol: { type: "string", enum: ["tcp", "udp", "sctp"] },
    address: text,
    external: number,
  },
  required: ["container", "port", "protocol", "address"],
  additionalProperties: false,
} as const;

const command = { type: "string", minLength: 1 } as const;
const seconds = { type: "number", exclusiveMinimum: 0 } as const;

const replica: JSONSchemaType<ReplicaOutput> = {
  type: "object",
  properties: { container: text, control: command },
  required: ["container", "control"],
  additionalProperties: false,
};

const service = {
  type: "object",
  properties: {
    replicas: { type: "array", items: replica, minItems: 1 },
    image: text,
    networks: texts,
    completesWithinSeconds: seconds,
  },
  required: ["replicas", "image", "networks"],
  additionalProperties: false,
} as const;

const container = {
  type: "object",
  properties: { system: text, control: command, joins: text, readyWithinSeconds: seconds },
  required: ["system", "control"],
  additionalProperties: false,
} as const;

const deployment = {
  type: "object",
  properties: {
    workload: text,
    entry,
    ports: { type: "array", items: port },
    services: { type: "object", additionalProperties: service, minProperties: 1, required: [] },
    containers: { type: "object", additionalProperties: container, minProperties: 1, required: [] },
    images: texts,
    volumes: texts,
    traits,
    verifications: { type: "object", additionalProperties: command, required: [] },
    warnings: texts,
  },
  required: ["workload", "entry", "services", "containers", "images", "volumes", "traits", "verifications", "warnings"],
  additionalProperties: false,
} as const;

const place = {
  type: "object",
  properties: { id: text, address: text },
  required: ["id", "address"],
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
    systems: { type: "object", additionalProperties: place, required: [] },
  },
  required: ["schemaVersion", "instance", "deployments"],
  additionalProperties: false,
} as const;
