import * as pulumi from "@pulumi/pulumi";
import { UserError } from "../errors/user-error.ts";

/**
 * The values of the key `secrets`, secret to Pulumi from here on.
 * @param text an object in JSON, decrypted
 * @param encrypted whether Pulumi has decrypted any of it. It tells only that of the whole object: a value in the clear beside encrypted ones
 *   is found where the file is read
 * @throws UserError for values that are not encrypted, or no text. It shows no value
 */
export function secretsFrom(text: string, encrypted: boolean, stack: string): Record<string, pulumi.Output<string>> {
  const values = objectIn(text);
  if (values === undefined) {
    throw new UserError({
      found: `Config "secrets" of the stack ${stack} is no object.`,
      allowed: "a text for each name of a secret",
      remedy: `./pulumiw config rm secrets --stack ${stack}, then ${settingSecret("NAME", stack)} for each`,
    });
  }
  const [first] = Object.keys(values);
  if (first !== undefined && !encrypted) throw notEncrypted(first, stack);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, checked(name, value, stack)]));
}

/** Whether Pulumi has decrypted anything of a key. The SDK knows, but declares no function that tells. @param key with the project's name */
export function isEncrypted(key: string, env: NodeJS.ProcessEnv): boolean {
  const keys: unknown = JSON.parse(env.PULUMI_CONFIG_SECRET_KEYS ?? "[]");
  return Array.isArray(keys) && keys.includes(key);
}

/** The command that sets a secret. Without the value, it asks for it and shows no letter. */
export function settingSecret(name: string, stack: string): string {
  return `./pulumiw config set --secret --path 'secrets.${name}' --stack ${stack}`;
}

/** The error for a secret that stands in the clear in the configuration. */
export function notEncrypted(name: string, stack: string): UserError {
  return new UserError({
    found: `The secret "${name}" of the stack ${stack} is not encrypted in the configuration.`,
    allowed: "only values that were set with --secret",
    remedy: `${settingSecret(name, stack)}, with a new value if others may have seen this one`,
  });
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    return value as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

function checked(name: string, value: unknown, stack: string): pulumi.Output<string> {
  if (typeof value === "string" && value !== "" && !value.includes("\0")) return pulumi.secret(value);
  throw new UserError({
    found: `The secret "${name}" of the stack ${stack} ${value === "" ? "is empty" : "is no text, or has a zero byte"}.`,
    allowed: "a text of at least one character, without zero bytes: it can be the value of a variable",
    remedy: settingSecret(name, stack),
  });
}
