import * as pulumi from "@pulumi/pulumi";
import type { Commander, Commands } from "../../commanded/contract.ts";
import { deliveredFolder } from "../../commanded/deliver.ts";
import { uploadFiles } from "../../commanded/uploads.ts";
import type { ContainerPlan } from "../../container-plan.ts";
import type { NetworkPlan, Scope, VolumePlan } from "../../contract.ts";
import type { DeploymentPlan } from "../../deployment-plan.ts";
import { ownerLabels, volumeLabels } from "../../rendering/labels.ts";
import { commandLine } from "../../rendering/shell.ts";
import type { SecretValues } from "../contract.ts";
import { checksOf } from "./checks.ts";
import { containerWords } from "./container-argv.ts";
import { engineWords } from "./engine-words.ts";
import { scratchVolumes } from "./scratch.ts";
import { labelWords, localName, type ContainerContext, type PodmanHost } from "./words.ts";

/** Run from the project's folder. */
const bringScript = "stacks/systems/podman/bring-image.sh";
const ownerScript = "stacks/volume-data/own-folder.sh";
const networkScript = "stacks/systems/podman/network.sh";
const filesScript = "stacks/systems/podman/run-with-files.sh";
const runScript = "stacks/systems/podman/run.sh";

/** @param saving words that write images of the builder as an archive to standard output */
export function podmanCommander(host: PodmanHost, saving: readonly string[]): Commander {
  return {
    system: "podman",
    engine: engineWords,
    image: ({ reference }) => ({
      create: commandLine(["sh", bringScript, reference, ...saving]),
      delete: commandLine(["podman", "image", "rm", localName(reference)]),
      identity: reference,
    }),
    network,
    volume,
    handOver: ({ fullName, owner, mode }) => {
      if (owner === undefined || mode === undefined) return undefined;
      const folder = `"$(podman volume inspect --format '{{.Mountpoint}}' ${commandLine([fullName])})"`;
      const words = [`${owner.uid}`, `${owner.gid}`, mode.toString(8)];
      return { create: `${commandLine(["sh", ownerScript, ...words])} ${folder}` };
    },
    container: (container, plan, secrets) => containerCommands(container, plan, host, secrets),
    companion: (plan) => (host.runsChecks === true ? undefined : checksOf(plan)),
  };
}

function containerCommands(
  container: ContainerPlan,
  plan: DeploymentPlan,
  host: PodmanHost,
  secrets: SecretValues,
): Commands {
  const { scope } = plan;
  const scratch = scratchVolumes(container);
  const made = scratch.map(({ name, mount, options }) => {
    const state = { name: "", fullName: name, mode: mount.mode, holds: "state" } as const;
    const driver = ["--opt", "type=tmpfs", "--opt", "device=tmpfs", "--opt", `o=${options}`];
    return commandLine(["podman", "volume", "create", ...driver, ...labelWords(volumeLabels(scope, state)), name]);
  });
  const removed = scratch.map(({ name }) => commandLine(["podman", "volume", "rm", name]));
  const { uploads = [] } = container.extras ?? {};
  const starting = uploads.length === 0 ? [runScript] : [filesScript, container.fullName];
  const removing = ["podman", "rm", "--force", "--ignore", "--volumes", ...graceOf(container), container.fullName];
  return {
    create: [...made, commandLine(["sh", ...starting, ...containerWords(container, contextOf(plan, host))])].join(
      " && ",
    ),
    ...(uploads.length === 0
      ? {}
      : { stdin: pulumi.output(uploadFiles(uploads, secrets)).apply((files) => JSON.stringify(files)) }),
    delete: [commandLine(removing), ...removed].join(" && "),
    makes: scratch.map(({ name }) => ({ kind: "volume", name })),
  };
}

function graceOf({ stop }: ContainerPlan): readonly string[] {
  return ["--time", `${stop.graceSeconds}`];
}

/** What the command line of a container depends on. */
export function contextOf({ scope, published, rendering, images }: DeploymentPlan, host: PodmanHost): ContainerContext {
  const fullNameIn = (plans: readonly { readonly name: string; readonly fullName: string }[]) => (name: string) => {
    const found = plans.find((one) => one.name === name);
    if (found === undefined) throw new Error(`the rendering refers to "${name}", which it does not plan`);
    return found.fullName;
  };
  return {
    scope,
    published,
    host,
    imageOf: (name) => {
      const found = images.find((one) => one.name === name);
      if (found === undefined) throw new Error(`a container refers to the image "${name}", which is not planned`);
      return found.reference;
    },
    networkOf: fullNameIn(rendering.networks),
    volumeOf: fullNameIn(rendering.volumes),
    containerOf: fullNameIn(rendering.containers),
    folderOf: (mount) => deliveredFolder("podman", scope, mount),
  };
}

function network(plan: NetworkPlan, scope: Scope): Commands {
  const { fullName, internal, subnets = [], options = {} } = plan;
  const addresses = subnets.flatMap(({ subnet, gateway, range }) => [
    ...(subnet === undefined ? [] : ["--subnet", subnet]),
    ...(gateway === undefined ? [] : ["--gateway", gateway]),
    ...(range === undefined ? [] : ["--ip-range", range]),
  ]);
  const words = [
    ...[
      "sh",
      networkScript,
      "create",
      fullName,
      "--driver",
      "bridge",
      ...(internal ? ["--internal"] : []),
      ...addresses,
    ],
    ...Object.entries(options).flatMap(([key, value]) => ["--opt", `${key}=${value}`]),
    ...labelWords(ownerLabels(scope)),
  ];
  const removing = commandLine(["sh", networkScript, "remove", fullName]);
  // Another definition has another name.
  return { create: commandLine(words), delete: removing, identity: fullName };
}

/** An existing one is adopted. */
function volume(plan: VolumePlan, scope: Scope): Commands {
  const { fullName, options = {} } = plan;
  const words = [
    ...[
      "podman",
      "volume",
      "create",
      ...Object.entries(options).flatMap(([key, value]) => ["--opt", `${key}=${value}`]),
    ],
    ...labelWords(volumeLabels(scope, plan)),
    fullName,
  ];
  return {
    create: `${commandLine(["podman", "volume", "exists", fullName])} || ${commandLine(words)}`,
    delete: commandLine(["podman", "volume", "rm", fullName]),
    identity: fullName,
  };
}
