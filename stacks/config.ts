import * as pulumi from "@pulumi/pulumi";
import { isIP } from "node:net";
import { UserError } from "../errors/user-error.ts";

/** The stack's configuration, complete and checked. */
export interface StackConfig {
  /** Names of the approaches to deploy. @default the stack's own name */
  readonly approaches: readonly string[];
  /** What decided the approaches, for messages. */
  readonly approachesFrom: string;
  /** @default "hello" */
  readonly workload: string;
  /** Image that every image starts from. @default the first that the engine has of those that set-up provides */
  readonly baseImage: string | undefined;
  /** Lets approaches deploy that need privilege. @default false */
  readonly allowPrivileged: boolean;
  /** In production nothing that needs privilege deploys, whatever allowPrivileged says. @default "development" */
  readonly environment: "development" | "production";
  /** Address on the engine's host at which entries are published. @default "127.0.0.1" */
  readonly publishAddress: string;
  /** Host port of the first approach; the next ones follow it. @default a free one, the same at each `up` */
  readonly port: number | undefined;
}

const keys = [
  "approaches",
  "workload",
  "baseImage",
  "allowPrivileged",
  "environment",
  "publishAddress",
  "port",
] as const;
type Key = (typeof keys)[number];

/** The only reader of pulumi.Config. */
export function readConfig(): StackConfig {
  const prefix = `${pulumi.getProject()}:`;
  const own = Object.entries(pulumi.runtime.allConfig())
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => [key.slice(prefix.length), value] as const);
  return parseConfig(Object.fromEntries(own), pulumi.getStack());
}

/**
 * @param raw the values as Pulumi keeps them: text, with JSON for lists
 * @throws UserError for an unknown key or a value of the wrong form
 */
export function parseConfig(raw: Readonly<Record<string, string>>, stack: string): StackConfig {
  const unknown = Object.keys(raw).find((key) => !keys.some((known) => known === key));
  if (unknown !== undefined) {
    throw new UserError({
      found: `The configuration has a key "${unknown}" that nothing reads.`,
      allowed: keys.join(", "),
      remedy: `pulumi config rm ${unknown} --stack ${stack}`,
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
    environment: oneOf("environment", get("environment") ?? "development", ["development", "production"], stack),
    publishAddress: address(get("publishAddress") ?? "127.0.0.1", stack),
    port: port(get("port"), approaches.length, stack),
  });
}

function wrong(key: Key, value: string, allowed: string, stack: string): UserError {
  return new UserError({
    found: `Config "${key}" is ${JSON.stringify(value)}.`,
    allowed,
    remedy: `pulumi config set ${key} VALUE --stack ${stack}, or change Pulumi.${stack}.yaml`,
  });
}

function nameList(key: Key, value: string, stack: string): readonly string[] {
  const names = jsonOrUndefined(value);
  const good = Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === "string");
  if (good && new Set(names).size === names.length) return names;
  throw wrong(key, value, 'a list of different names, such as ["NAME", "ANOTHER"]', stack);
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

/** @param count of approaches: each needs a port, one after the other */
function port(value: string | undefined, count: number, stack: string): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  const last = 65536 - count;
  if (/^\d+$/.test(value) && number >= 1024 && number <= last) return number;
  const reason = count === 1 ? "" : `, the first of ${count} approaches' ports`;
  throw wrong("port", value, `a whole number from 1024 to ${last}${reason}`, stack);
}
