import { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import type { Scope, VolumePlan } from "../../contract.ts";
import { ownerLabels } from "../../rendering/labels.ts";
import { commandLine } from "../../rendering/shell.ts";

/** Run from the project's folder. */
const script = "stacks/systems/docker/hand-over.sh";

/**
 * A step that gives a volume with data to its owner, if an earlier deployment had another user for it. Without that, a service with a new
 * user could not read its own data.
 * @param image one that Docker has, with the usual programs
 * @param docker the words before a docker subcommand: the command, and which daemon
 * @param options with the volume as a dependency
 */
export function handOver(
  { name, fullName, owner: { uid, gid }, mode }: VolumePlan & Required<Pick<VolumePlan, "owner" | "mode">>,
  scope: Scope,
  { image, docker }: { readonly image: string; readonly docker: readonly string[] },
  options: pulumi.CustomResourceOptions,
): local.Command {
  const labels = Object.entries(ownerLabels(scope)).map(([label, value]) => `${label}=${value}`);
  const bits = mode.toString(8);
  const words = [...docker.slice(1), image, fullName, String(uid), String(gid), bits, ...labels];
  return new local.Command(
    `${scope.approach}-owner-${name}`,
    { create: commandLine(["sh", script, ...words]), triggers: [uid, gid, bits], logging: "none" },
    options,
  );
}
