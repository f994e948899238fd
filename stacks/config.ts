import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../errors/user-error.ts";
import { grants, type Grant } from "../services/foreign/grant-names.ts";
import { measures, type Measure } from "../services/foreign/harden.ts";
import { isReplicas, replicasRule } from "../services/replicas.ts";
import { isEncrypted, secretsFrom } from "./config-secrets.ts";
import { address, isRecord, jsonOrUndefined, nameList, oneOf, port, wrong } from "./config-values.ts";
import type { Hardening, LimitsOf } from "./confinement.ts";

/** The stack's configuration, checked and with defaults filled in. */
export interface StackConfig {
  /** Names of the approaches to deploy. @default the stack's own name */
  readonly approaches: readonly string[];
  /** Where the approaches come from, for messages. */
  readonly approachesFrom: string;
  /** Name of one of services/, or path of a Compose file, from the project's folder. @default "hello" */
  readonly workload: string;
  /** Profiles of a Compose file that are on. @default none */
  readonly profiles: readonly string[];
  /** What services of a Compose file may reach beyond their containers, by name. @default nothing */
  readonly grants: readonly Grant[];
  /** Image that every image starts from. @default the first image of those that setup provides that the system has */
  readonly baseImage: string | undefined;
  /** Allows approaches that need privilege. @default false */
  readonly allowPrivileged: boolean;
  /** How far containers and services are confined. @default "least" */
  readonly hardening: Hardening;
  /** What has limits, where services share a container. @default "container" */
  readonly limits: LimitsOf;
  /** In production, approaches that need privilege are refused, whatever allowPrivileged says. @default "development" */
  readonly environment: "development" | "production";
  /** Address on the containers' host at which entries are published. @default "127.0.0.1" */
  readonly publishAddress: string;
  /** Host port of the first approach; the next approaches get the following ports. @default a free port, the same at each `up` */
  readonly port: number | undefined;
  /** Values of secrets, by name. @default none: what the workload does not generate is missing */
  readonly secrets: Readonly<Record<string, pulumi.Output<string>>>;
  /** By the service's name. @default none: every service is as the workload defines it */
  readonly services: Readonly<Record<string, ServiceConfig>>;
}

/** What the configuration changes of a service. */
export interface ServiceConfig {
  /** @default the workload's */
  readonly replicas?: number;
  /** Restrictions of a service of a Compose file besides those of the file; `up --harden` finds those that it tolerates. @default none */
  readonly harden?: readonly Measure[];
}

const keys = [
  "approaches",
  "workload",
  "profiles",
  "grants",
  "baseImage",
  "allowPrivileged",
  "hardening",
  "limits",
  "environment",
  "publishAddress",
  "port",
  "secrets",
  "services",
] as const;
type Key = (typeof keys)[number];

/** The only reader of pulumi.Config. */
export function readConfig(): StackConfig {
  const prefix = `${pulumi.getProject()}:`;
  const own = Object.entries(pulumi.runtime.allConfig())
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => [key.slice(prefix.length), value] as const);
  const stack = pulumi.getStack();
  const { secrets, ...others } = Object.fromEntries(own) as Readonly<Record<string, string>>;
  const encrypted = isEncrypted(`${prefix}secrets`, process.env);
  return parseConfig(others, stack, secrets === undefined ? {} : secretsFrom(secrets, encrypted, stack));
}

/**
 * @param raw the values as Pulumi stores them, but for secrets: text, with JSON for lists and objects
 * @throws UserError for an unknown key or an invalid value
 */
export function parseConfig(
  raw: Readonly<Record<string, string>>,
  stack: string,
  secrets: StackConfig["secrets"] = {},
): StackConfig {
  const unknown = Object.keys(raw).find((key) => !keys.some((known) => known === key));
  if (unknown !== undefined) {
    throw new UserError({
      found: `The configuration has an unknown key "${unknown}".`,
      allowed: keys.join(", "),
      remedy: `./pulumiw config rm ${unknown} --stack ${stack}`,
    });
  }
  const get = (key: Key): string | undefined => raw[key];
  const given = get("approaches");
  const approaches = given === undefined ? [stack] : nameList("approaches", given, stack);
  return Object.freeze({
    approaches,
    approachesFrom: given === undefined ? "the stack's own name" : `config "approaches" of the stack ${stack}`,
    workload: get("workload") ?? "hello",
    profiles: nameList("profiles", get("profiles"), stack),
    grants: grantsIn(get("grants"), stack),
    baseImage: get("baseImage"),
    allowPrivileged: oneOf("allowPrivileged", get("allowPrivileged") ?? "false", ["true", "false"], stack) === "true",
    hardening: oneOf("hardening", get("hardening") ?? "least", ["least", "none"], stack),
    limits: oneOf("limits", get("limits") ?? "container", ["container", "service"], stack),
    environment: oneOf("environment", get("environment") ?? "development", ["development", "production"], stack),
    publishAddress: address(get("publishAddress") ?? "127.0.0.1", stack),
    port: port(get("port"), approaches.length, stack),
    secrets,
    services: services(get("services"), stack),
  });
}

function grantsIn(value: string | undefined, stack: string): readonly Grant[] {
  const names = nameList("grants", value, stack);
  const known = Object.keys(grants) as Grant[];
  return names.map((name) => {
    const found = known.find((one) => one === name);
    if (found === undefined) throw wrong("grants", value ?? "", known.join(", "), stack);
    return found;
  });
}

/** @param value a JSON object, as `pulumi config set --path services.NAME.replicas N` writes it */
function services(value: string | undefined, stack: string): StackConfig["services"] {
  if (value === undefined) return {};
  const given = jsonOrUndefined(value);
  if (!isRecord(given)) throw wrong("services", value, 'a JSON object, such as {"NAME": {"replicas": 2}}', stack);
  return Object.fromEntries(Object.entries(given).map(([name, one]) => [name, serviceConfig(name, one, stack)]));
}

function serviceConfig(name: string, given: unknown, stack: string): ServiceConfig {
  const path = `services.${name}`;
  const unknown = isRecord(given) ? Object.keys(given).find((key) => !["replicas", "harden"].includes(key)) : path;
  if (!isRecord(given) || unknown !== undefined) {
    throw new UserError({
      found: `Config "${path}" is ${JSON.stringify(given)}.`,
      allowed: "an object with the keys replicas and harden",
      remedy: `./pulumiw config rm --path ${path} --stack ${stack}`,
    });
  }
  const { replicas, harden } = given;
  const others = harden === undefined ? {} : { harden: measuresIn(path, harden, stack) };
  if (replicas === undefined) return others;
  if (isReplicas(replicas)) return { replicas, ...others };
  throw new UserError({
    found: `Config "${path}.replicas" is ${JSON.stringify(replicas)}.`,
    allowed: replicasRule,
    remedy: `./pulumiw config set --path ${path}.replicas NUMBER --stack ${stack}`,
  });
}

function measuresIn(path: string, given: unknown, stack: string): readonly Measure[] {
  const known = Object.keys(measures) as Measure[];
  const found = Array.isArray(given) ? given.map((one) => known.find((name) => name === one)) : [undefined];
  const chosen = found.filter((one) => one !== undefined);
  if (chosen.length === found.length) return chosen;
  throw new UserError({
    found: `Config "${path}.harden" is ${JSON.stringify(given)}.`,
    allowed: `a list of ${known.join(", ")}`,
    remedy: `./pulumiw config rm --path ${path}.harden --stack ${stack}`,
  });
}
