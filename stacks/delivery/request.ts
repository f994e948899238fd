import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { translated, type DeliveredFile, type DeliveredMount } from "../container-plan.ts";
import type { Scope } from "../contract.ts";
import type { SecretValues } from "../systems/contract.ts";
import { deploymentFolder } from "./paths.ts";

/**
 * The lines that write.sh reads, which say what each mount holds. Secret if a value of it is.
 * @param volumeOf name of the folder of a mount whose files are on a disk
 */
export function linesFor(
  mounts: readonly DeliveredMount[],
  scope: Scope,
  secrets: SecretValues,
  volumeOf: (mount: DeliveredMount) => string,
): pulumi.Output<string> {
  const lines = mounts.flatMap((mount) => [
    target(mount, scope, volumeOf),
    ...mount.files.map((file) => fileLine(file, secrets)),
  ]);
  return pulumi.all(lines).apply((texts) => texts.map((text) => `${text}\n`).join(""));
}

/** The path of a file is split into words by spaces, that of a folder is encoded: each part of it is a word of its own. */
function target(mount: DeliveredMount, scope: Scope, volumeOf: (mount: DeliveredMount) => string): string {
  if (mount.storage === "disk") return `volume ${volumeOf(mount)}`;
  return `folder ${[...deploymentFolder(scope), mount.name].join(" ")}`;
}

function fileLine({ path, owner, mode, content, reader, ...rest }: DeliveredFile, secrets: SecretValues) {
  translated(rest);
  if (reader === "") throw new Error(`no service reads ${path}`);
  const head = `file ${owner.uid} ${owner.gid} ${mode.toString(8)} ${inBase64(path)} `;
  return pulumi.interpolate`${head}${contentOf(content, secrets)}`;
}

/** In base64. */
function contentOf(content: DeliveredFile["content"], secrets: SecretValues): pulumi.Input<string> {
  if ("base64" in content) return content.base64;
  const value = secrets[content.secret];
  if (value === undefined)
    throw new Error(`the rendering refers to the secret "${content.secret}", which has no value`);
  return value.apply(inBase64);
}

function inBase64(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** A hash of all that a service reads of the mounts; undefined if it reads nothing. Secret if a value of it is. */
export function digestFor(
  service: string,
  mounts: readonly DeliveredMount[],
  secrets: SecretValues,
): pulumi.Output<string> | undefined {
  const files = mounts.flatMap((mount) =>
    mount.files
      .filter(({ reader }) => reader === service)
      .map((file) => [mount.path, fileLine(file, secrets)] as const),
  );
  if (files.length === 0) return undefined;
  return pulumi.output(files).apply((read) => createHash("sha256").update(JSON.stringify(read)).digest("hex"));
}
