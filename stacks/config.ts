import * as pulumi from "@pulumi/pulumi";
import { isIP } from "node:net";
import { UserError } from "../errors/user-error.ts";
import { isReplicas, replicasRule } from "../services/replicas.ts";
import { isEncrypted, secretsFrom } from "./config-secrets.ts";
import type { Hardening, LimitsOf } from "./confinement.ts";

/** The stack's configuration, checked and with defaults filled in. */
export interface StackConfig {
  /** Names of the approaches to deploy. @default the stack's own name */
  readonly approaches: readonly string[];
  /** Where the approaches come from, for messages. */
  readonly approachesFrom: string;
  /** @default "hello" */
  readonly workload: string;
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
}

const keys = [
  "approaches",
  "workload",
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

function wrong(key: Key, value: string, allowed: string, stack: string): UserError {
  return new UserError({
    found: `Config "${key}" is ${JSON.stringify(value)}.`,
    allowed,
    remedy: `./pulumiw config set ${key} VALUE --stack ${stack}, or change Pulumi.${stack}.yaml`,
  });
}

function nameList(key: Key, value: string, stack: string): readonly string[] {
  const names = jsonOrUndefined(value);
  const good = Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === "string");
  if (good && new Set(names).size === names.length) return names;
  throw wrong(key, value, 'a JSON list of distinct names, such as ["NAME", "ANOTHER"]', stack);
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function oneOf<T extends string>(key: Key, value: string, allowed: readonly T[], stack: string): T {
  const found = allowed.find((one) => one === value);
  if (found !== undefined) return found;
  throw wrong(key, value, allowed.join(", "), stack);
}

function address(value: string, stack: string): string {
  if (isIP(value) !== 0) return value;
  throw wrong("publishAddress", value, "an IP address, such as 127.0.0.1", stack);
}

/** @param count number of approaches: each needs a port, in sequence */
function port(value: string | undefined, count: number, stack: string): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  const last = 65536 - count;
  if (/^\d+$/.test(value) && number >= 1024 && number <= last) return number;
  const reason = count === 1 ? "" : `, since ${count} approaches take ports from it on`;
  throw wrong("port", value, `a whole number from 1024 to ${last}${reason}`, stack);
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
  const unknown = isRecord(given) ? Object.keys(given).find((key) => key !== "replicas") : path;
  if (!isRecord(given) || unknown !== undefined) {
    throw new UserError({
      found: `Config "${path}" is ${JSON.stringify(given)}.`,
      allowed: "an object with the key replicas",
      remedy: `./pulumiw config rm --path ${path} --stack ${stack}`,
    });
  }
  const { replicas } = given;
  if (replicas === undefined) return {};
  if (isReplicas(replicas)) return { replicas };
  throw new UserError({
    found: `Config "${path}.replicas" is ${JSON.stringify(replicas)}.`,
    allowed: replicasRule,
    remedy: `./pulumiw config set --path ${path}.replicas NUMBER --stack ${stack}`,
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
