import { Ajv, type ErrorObject } from "ajv";
import {
  any,
  day,
  list,
  mode,
  object,
  oneOf,
  portNumber,
  record,
  seconds,
  text,
  variables,
  whole,
  wordOfCommand,
  yesNo,
  type Leaf,
} from "./schema-words.ts";

const kind = (name: string) => ({ const: name, description: `"${name}"` });
const check = {
  type: "object",
  description: "a check",
  discriminator: { propertyName: "kind" },
  required: ["kind"],
  oneOf: [
    object({ kind: kind("http"), port: portNumber, path: urlPath(), status: whole(100, 599) }),
    object({ kind: kind("tcp"), port: portNumber }),
    object({ kind: kind("fresh-file"), path: text, maxAgeSeconds: seconds }),
    object({ kind: kind("command"), argv: list(wordOfCommand, { minItems: 1, description: "at least one word" }) }),
  ],
};

/** It becomes a part of a request's first line. */
function urlPath(): Leaf {
  return {
    type: "string",
    pattern: "^/[\\x21-\\x7e]*$",
    description: "a path of a URL, from its / on, without blanks",
  };
}

/** Docker's smallest limit is 6 MiB; what it says of more processors than the host has is never seen (see systems/docker). */
const limits = object({
  memoryMiB: whole(6, 2 ** 33, "of MiB "),
  cpus: { type: "number", minimum: 0.01, maximum: 1024, description: "a number of processors from 0.01 to 1024" },
  pids: whole(1, 4_194_304, "of processes "),
});

const health = object({
  intervalSeconds: seconds,
  timeoutSeconds: seconds,
  retries: whole(1, 1000),
  startPeriodSeconds: whole(0, day, "of seconds "),
});

/** A package of Debian or Ubuntu, with an architecture and a version or release if wanted. It becomes a word of a shell. */
const packageName: Leaf = {
  type: "string",
  pattern: "^[a-z0-9][a-z0-9+.-]+(:[a-z0-9-]+)?([=/][A-Za-z0-9.+:~-]+)?$",
  description: "a name of a package of the distribution, such as python3 or python3=3.11.2-1",
};

const service = object(
  {
    name: text,
    summary: text,
    command: list(wordOfCommand, { description: "exec form, beginning with an absolute path" }),
    packages: list(packageName),
    files: list(object({ source: text, path: text, mode })),
    env: variables(wordOfCommand),
    hosts: variables(text),
    port: portNumber,
    dependsOn: record(oneOf("started", "healthy", "completed")),
    completes: object({ withinSeconds: seconds }),
    checks: list(check),
    health,
    user: object({ uid: any, gid: any }),
    scratch: list(object({ path: text, sizeMiB: any, mode: any, exec: yesNo }, ["mode", "exec"])),
    volumes: list(object({ name: text, path: text, readOnly: yesNo }, ["readOnly"])),
    configs: list(object({ source: text, path: text })),
    secrets: record(object({ file: text, variable: text }, ["file", "variable"])),
    limits,
    replicas: any,
    stopSignal: oneOf("SIGTERM", "SIGINT", "SIGQUIT"),
    stopGraceSeconds: seconds,
    egress: yesNo,
    restart: oneOf("always", "on-failure", "never"),
    essential: yesNo,
    onUnhealthy: oneOf("restart", "report"),
    says: object({ started: text, stopped: text, works: text }, ["started", "stopped", "works"]),
  },
  ["port", "completes", "configs", "secrets", "restart", "essential", "onUnhealthy", "says"],
);

const answer = object(
  {
    path: urlPath(),
    host: { type: "string", pattern: "^[A-Za-z0-9.:_\\[\\]-]+$", description: "a host, with a port if wanted" },
    status: list(whole(100, 599), { minItems: 1, description: "at least one status" }),
    protocol: oneOf("http", "any"),
  },
  ["path", "host", "status", "protocol"],
);

const deeds = oneOf("log", "leak", "fork", "fill", "spin", "crash", "deaf", "serve");

const definition = object(
  {
    name: text,
    summary: text,
    services: list(service, { minItems: 1, description: "at least one service" }),
    entry: object({ service: text, port: any, answer }, ["answer"]),
    roles: object({ peer: text, misbehaves: record(list(deeds)), data: object({ service: text, volume: text }) }, [
      "peer",
      "misbehaves",
      "data",
    ]),
    volumes: record(object({ gid: any, mode: any }, ["gid", "mode"])),
    secrets: record(object({ generated: object({ length: any }) }, ["generated"])),
  },
  ["roles", "volumes", "secrets"],
);

const isDefinition = new Ajv({ strict: true, discriminator: true, verbose: true, strictRequired: false }).compile(
  definition,
);

/** A field of a definition with a value that it cannot have. */
export interface Problem {
  /** The service that has it; undefined if it belongs to the workload, or to a service without a name. */
  readonly service: string | undefined;
  readonly found: string;
  readonly allowed: string;
}

/** @returns the first field that is missing, unknown, or has a value that some system or supervisor does not take; undefined if there is none */
export function problemIn(workload: unknown): Problem | undefined {
  if (isDefinition(workload)) return undefined;
  const [error] = isDefinition.errors ?? [];
  if (error === undefined) throw new Error("the schema refuses a definition and does not say why");
  const { service, field } = placeOf(error.instancePath, workload);
  return { service, ...problemOf(error, field) };
}

interface Described {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Described>>;
}

/** @param field that the error is about; empty for the workload or the service as a whole */
function problemOf(error: ErrorObject, field: string): Pick<Problem, "found" | "allowed"> {
  const { keyword, params, data } = error;
  const { description = "another value", properties = {} } = (error.parentSchema ?? {}) as Described;
  const it = field === "" ? "it" : field;
  if (keyword === "required") {
    const missing = String(params.missingProperty);
    return { found: `${it} has no ${missing}`, allowed: properties[missing]?.description ?? "a value" };
  }
  if (keyword === "additionalProperties") {
    const extra = JSON.stringify(params.additionalProperty);
    return { found: `${it} has ${extra}`, allowed: Object.keys(properties).join(", ") };
  }
  if (keyword === "discriminator") {
    return { found: `${it} has the kind ${shown(params.tagValue)}`, allowed: "http, tcp, fresh-file, command" };
  }
  if (error.propertyName !== undefined)
    return { found: `${it} has the name ${shown(error.propertyName)}`, allowed: description };
  return { found: `${it} is ${shown(data)}`, allowed: description };
}

/** @param path a JSON pointer */
function placeOf(path: string, workload: unknown): { readonly service: string | undefined; readonly field: string } {
  const words = path
    .split("/")
    .slice(1)
    .map((word) => word.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (words[0] !== "services" || words[1] === undefined) return { service: undefined, field: fieldOf(words) };
  const { services } = workload as { readonly services: readonly unknown[] };
  const { name } = Object(services[Number(words[1])]) as { readonly name?: unknown };
  return typeof name === "string"
    ? { service: name, field: fieldOf(words.slice(2)) }
    : { service: undefined, field: fieldOf(words) };
}

/** Such as `checks[0].port`. */
function fieldOf(words: readonly string[]): string {
  return words.map((word, index) => (/^\d+$/.test(word) ? `[${word}]` : index === 0 ? word : `.${word}`)).join("");
}

const longest = 80;

/** A value as a definition has it; NaN and functions, which JSON does not have, too. */
function shown(value: unknown): string {
  const text =
    typeof value === "string" || (typeof value === "object" && value !== null) ? JSON.stringify(value) : String(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}...`;
}
