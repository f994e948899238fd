import type * as pulumi from "@pulumi/pulumi";
import { translated, type UploadPlan } from "../container-plan.ts";
import type { SecretValues } from "../systems/contract.ts";

/** The files that are put into a container before it starts, and a list of where they go, by path in its folder. */
export function uploadFiles(
  uploads: readonly UploadPlan[],
  secrets: SecretValues,
): Readonly<Record<string, pulumi.Input<string>>> {
  if (uploads.length === 0) return {};
  const files = uploads.map(({ path, mode, content, ...rest }, index) => {
    translated(rest);
    const text = "text" in content ? content.text : secrets[content.secret];
    if (text === undefined) throw new Error(`a file of a container is a secret that has no value: ${path}`);
    return { line: `${mode.toString(8)} ${index + 1} ${path}\n`, path: `uploads/${index + 1}`, text };
  });
  return {
    "uploads/list": files.map(({ line }) => line).join(""),
    ...Object.fromEntries(files.map(({ path, text }) => [path, text])),
  };
}
