import * as pulumi from "@pulumi/pulumi";
import type { Commander, Commands } from "../commanded/contract.ts";
import { uploadFiles } from "../commanded/uploads.ts";
import type { ContainerPlan } from "../container-plan.ts";
import type { NetworkPlan, Scope, VolumePlan } from "../contract.ts";
import type { DeploymentPlan } from "../deployment-plan.ts";
import { ownerLabels, volumeLabels } from "../rendering/labels.ts";
import { commandLine } from "../rendering/shell.ts";
import type { SecretValues } from "../systems/contract.ts";
import { containerFolder, imageFolder, networkFolder, volumeFolder, type KeptSystem } from "./contract.ts";
import { engineWords } from "./engine-words.ts";
import { placeOf } from "./place.ts";
import { keptFiles } from "./settings.ts";

/** Run from the project's folder. */
const keeper = "stacks/keeper";
const ownerScript = "stacks/volume-data/own-folder.sh";

/**
 * @param exporting words that write the root file system of an image, whose reference follows, as a tar archive to standard output
 * @param version of the scripts, see scriptsKey
 */
export function keptCommander(kept: KeptSystem, exporting: readonly string[], version?: string): Commander {
  const { name: system } = kept;
  return {
    system,
    engine: engineWords(system),
    image({ reference }) {
      const folder = imageFolder(system, reference);
      return {
        create: commandLine(["sh", `${keeper}/bring-image.sh`, folder, reference, ...exporting]),
        delete: commandLine(["sh", `${keeper}/drop.sh`, folder]),
        identity: folder,
      };
    },
    network: (network, scope) => networkCommands(system, network, scope),
    volume: (volume, scope) => volumeCommands(system, volume, scope),
    handOver({ fullName, owner, mode }) {
      if (owner === undefined || mode === undefined) return undefined;
      const words = [`${owner.uid}`, `${owner.gid}`, mode.toString(8), `${volumeFolder(system, fullName)}/data`];
      return { create: commandLine(["sh", ownerScript, ...words]) };
    },
    container: (container, plan, secrets) => containerCommands(kept, container, plan, { secrets, version }),
    companion: () => undefined,
  };
}

function containerCommands(
  kept: KeptSystem,
  container: ContainerPlan,
  plan: DeploymentPlan,
  { secrets, version }: { readonly secrets: SecretValues; readonly version: string | undefined },
): Commands {
  const folder = containerFolder(kept.name, container.fullName);
  const place = placeOf(kept.name, container, plan);
  const files = {
    ...keptFiles(kept, container, plan, place),
    ...kept.files(container, place),
    ...(version === undefined ? {} : { "lib/version": `${version}\n` }),
  };
  const uploads = uploadFiles(container.extras?.uploads ?? [], secrets);
  return {
    create: commandLine(["sh", `${keeper}/create.sh`, folder, kept.scripts, kept.supervisor ?? "s6"]),
    delete: commandLine(["sh", `${keeper}/remove.sh`, folder]),
    stdin:
      Object.keys(uploads).length === 0
        ? jsonOf(files)
        : pulumi.output(uploads).apply((all) => jsonOf({ ...files, ...all })),
  };
}

function jsonOf(files: Readonly<Record<string, string>>): string {
  return JSON.stringify(files, undefined, 1);
}

function networkCommands(system: string, { fullName, internal, subnets = [] }: NetworkPlan, scope: Scope): Commands {
  const folder = networkFolder(system, fullName);
  const [first] = subnets.flatMap(({ subnet }) => subnet ?? []);
  const chosen = /^(\d+\.\d+\.\d+)\.0\/24$/.exec(first ?? "")?.[1] ?? "";
  return {
    create: commandLine(["sh", `${keeper}/create-network.sh`, folder]),
    delete: commandLine(["sh", `${keeper}/lib/network.sh`, "remove", folder]),
    stdin: jsonOf({
      settings: `internal=${internal ? "yes" : ""}\nsubnet=${chosen}\n`,
      labels: labelLines(ownerLabels(scope)),
      internal: internal ? "yes\n" : "",
    }),
    // Another definition has another name.
    identity: fullName,
  };
}

function volumeCommands(system: string, volume: VolumePlan, scope: Scope): Commands {
  const folder = volumeFolder(system, volume.fullName);
  return {
    create: commandLine(["sh", `${keeper}/create-volume.sh`, folder]),
    delete: commandLine(["sh", `${keeper}/drop.sh`, folder]),
    stdin: jsonOf({ labels: labelLines(volumeLabels(scope, volume)) }),
    identity: volume.fullName,
  };
}

function labelLines(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}
