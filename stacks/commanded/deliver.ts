import { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import type { DeliveredMount } from "../container-plan.ts";
import type { Scope } from "../contract.ts";
import { deliveredMounts, type Deliveries } from "../delivery/deliveries.ts";
import { deliveringCommand, deploymentFolder, hostMemory } from "../delivery/paths.ts";
import { linesFor } from "../delivery/request.ts";
import type { DeploymentPlan } from "../deployment-plan.ts";
import { commandLine } from "../rendering/shell.ts";
import type { SecretValues } from "../systems/contract.ts";
import { markerOf } from "./marker.ts";

/** Folder of this host with files that outlive a restart of it, and belong to deployments. */
const hostDisk = "/var/lib/container-approaches";

/** Run from the project's folder. */
const script = "stacks/commanded/deliver.sh";

/** The scope whose folders are those of a system, so that it is told from those of others. */
function scopeOn(system: string, scope: Scope): Scope {
  return { ...scope, approach: `${scope.approach}.${system}` };
}

/** The folder of this host that has the files of a delivered mount. Pure. */
export function deliveredFolder(system: string, scope: Scope, { storage, name }: DeliveredMount): string {
  return `${rootOf(storage, system, scope)}/${name}`;
}

function rootOf(storage: DeliveredMount["storage"], system: string, scope: Scope): string {
  const [first = "", ...parts] = deploymentFolder(scopeOn(system, scope));
  return [storage === "memory" ? `${hostMemory}/${first}` : hostDisk, ...parts].join("/");
}

/** One command that writes all files into folders of this host: for systems that run here, as root. */
export function deliverHere(
  system: string,
  plan: DeploymentPlan,
  secrets: SecretValues,
  options: pulumi.CustomResourceOptions,
): Deliveries {
  const { scope } = plan;
  const mounts = deliveredMounts(plan);
  if (mounts.length === 0) return { mounts, before: [] };
  const roots = [...new Set(mounts.map(({ storage }) => rootOf(storage, system, scope)))];
  const disk = rootOf("disk", system, scope);
  // Apart from the command that writes, which may be replaced: it does nothing until it is deleted.
  const folders = new local.Command(
    `${scope.approach}-delivered-folder`,
    { create: ":", delete: commandLine(["sh", script, "remove", ...roots]), logging: "none" },
    options,
  );
  const written = new local.Command(
    `${scope.approach}-${deliveringCommand}`,
    {
      create: commandLine(["sh", script, "write", disk]),
      // On standard input, because arguments and variables of a process can be read by others.
      stdin: linesFor(mounts, scopeOn(system, scope), secrets, ({ name }) => name),
      environment: markerOf(
        system,
        roots.map((name) => ({ kind: "folder", name })),
      ),
      logging: "none",
    },
    { ...options, dependsOn: [folders] },
  );
  return { mounts, before: [written] };
}

/** Folders of this host that have files of an instance's deployments on a system, in memory or on a disk. */
export const deliveryRoots = [`${hostMemory}/container-approaches`, hostDisk] as const;
