import type { JSONSchemaType } from "ajv";
import type { Traits } from "./contract.ts";

/** Raised when an output is removed or changes its meaning, not for additions. */
export const schemaVersion = 2;

/** What `pulumi stack output --json` prints. Tests, the lab and users know a stack by this alone. */
export interface StackOutputs {
  readonly schemaVersion: number;
  /** Short hash of the state backend's address; part of every object's name. */
  readonly instance: string;
  /** Address of the entry; only if the stack has one approach. */
  readonly url?: string;
  readonly deployments: Readonly<Record<string, DeploymentOutput>>;
}

export interface DeploymentOutput {
  readonly workload: string;
  readonly entry: EntryOutput;
  /** By the service's name. */
  readonly services: Readonly<Record<string, ServiceOutput>>;
  /** By the container's name on its system; pause containers too. */
  readonly containers: Readonly<Record<string, ContainerOutput>>;
  /** Image references, in the rendering's order. */
  readonly images: readonly string[];
  /** Names on the system. */
  readonly volumes: readonly string[];
  readonly traits: Traits;
  /** Checks by the approach's own tools: title to the shell command that exits 0 if it passes. */
  readonly verifications: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

/** Where the workload is reached. */
export interface EntryOutput {
  readonly scheme: "http";
  /** Published address; may be a wildcard. */
  readonly address: string;
  readonly port: number;
  /** URL to connect to, such as `http://127.0.0.1:23456`. */
  readonly url: string;
}

export interface ServiceOutput {
  readonly replicas: readonly ReplicaOutput[];
  readonly image: string;
  /** Names, on the system, of the networks that it is attached to. */
  readonly networks: readonly string[];
  /** It runs to completion within so many seconds. @default it runs forever */
  readonly completesWithinSeconds?: number;
}

export interface ReplicaOutput {
  /** Name of the container that it runs in. */
  readonly container: string;
  /** Shell command, run from the project's folder; a `Verb` and its words follow. */
  readonly control: string;
}

export interface ContainerOutput {
  readonly system: string;
  /** Shell command, run from the project's folder; one of `containerVerbs` and its words follow. */
  readonly control: string;
  /** Container whose namespaces it joins; that one must run before this one starts. @default none */
  readonly joins?: string;
  /** Seconds after its start in which it becomes healthy, or has a fault. @default it has no health check */
  readonly readyWithinSeconds?: number;
}

/** Names of a deployment's containers in an order in which they can be started: those that join another's namespaces last. */
export function startOrder(containers: DeploymentOutput["containers"]): readonly string[] {
  const joining = Object.keys(containers).filter((name) => containers[name]?.joins !== undefined);
  return [...Object.keys(containers).filter((name) => !joining.includes(name)), ...joining];
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

const entry: JSONSchemaType<EntryOutput> = {
  type: "object",
  properties: {
    scheme: { type: "string", const: "http" },
    address: text,
    port: { type: "integer", minimum: 1, maximum: 65_535 },
    url: { type: "string", pattern: "^http://[0-9a-f.:\\[\\]]+:[0-9]+$" },
  },
  required: ["scheme", "address", "port", "url"],
  additionalProperties: false,
};

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
