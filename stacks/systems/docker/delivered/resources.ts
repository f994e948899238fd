import { local } from "@pulumi/command";
import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { DeliveredMount } from "../../../container-plan.ts";
import { deliveredMounts, type Deliveries } from "../../../delivery/deliveries.ts";
import { deliveringCommand, deploymentFolder, hostMemory } from "../../../delivery/paths.ts";
import { linesFor } from "../../../delivery/request.ts";
import type { DeploymentPlan } from "../../../deployment-plan.ts";
import { labelPrefix, volumeLabels } from "../../../rendering/labels.ts";
import { commandLine } from "../../../rendering/shell.ts";
import type { SecretValues } from "../../contract.ts";
import { helperArgs, removingCommand } from "./helper.ts";
import { deliveredLabel, deliveredVolume } from "./paths.ts";

/** With Docker's names of the mounts' volumes, by the name of the mount. */
export interface VolumeDeliveries extends Deliveries {
  readonly volumes: Readonly<Record<string, pulumi.Output<string>>>;
}

/** Run from the project's folder. */
const script = "stacks/delivery/write.sh";

/**
 * Volumes, and one command that writes all files into them: it takes half a second, however many there are.
 * @param argv the words before a docker subcommand
 */
export function deliver(
  plan: DeploymentPlan,
  secrets: SecretValues,
  child: pulumi.CustomResourceOptions,
  argv: readonly string[],
): VolumeDeliveries {
  const { scope } = plan;
  const mounts = deliveredMounts(plan);
  if (mounts.length === 0) return { mounts, volumes: {}, before: [] };
  const volumes = mounts.map((mount) => [mount.name, volumeFor(mount, plan, child)] as const);
  const before = volumes.map(([, volume]) => volume);
  const options = child.parent === undefined ? {} : { parent: child.parent };
  const folder = mounts.some(({ storage }) => storage === "memory") ? [folderOf(plan, argv, options, before)] : [];
  const written = new local.Command(
    `${scope.approach}-${deliveringCommand}`,
    {
      create: writing(mounts, plan, argv),
      // On standard input, because arguments and variables of a process can be read by others.
      stdin: linesFor(mounts, scope, secrets, (mount) => deliveredVolume(scope, mount)),
      logging: "none",
    },
    { ...options, dependsOn: [...before, ...folder] },
  );
  const names = volumes.map(([name, volume]) => [name, volume.name] as const);
  return { mounts, volumes: Object.fromEntries(names), before: [written] };
}

/**
 * One for files in memory stands for a folder of the host: Docker refuses to start a container without the folder, where it would make an
 * empty one for a path.
 */
function volumeFor(mount: DeliveredMount, { scope }: DeploymentPlan, child: pulumi.CustomResourceOptions) {
  const { name, storage } = mount;
  const fullName = deliveredVolume(scope, mount);
  const labels = {
    ...volumeLabels(scope, { name, fullName, owner: { uid: 0, gid: 0 }, mode: 0o755, holds: "state" }),
    [deliveredLabel]: storage,
  };
  const device = [hostMemory, ...deploymentFolder(scope), name].join("/");
  const args = {
    name: fullName,
    driver: "local",
    labels: Object.entries(labels).map(([label, value]) => ({ label, value })),
    ...(storage === "memory" ? { driverOpts: { type: "none", o: "bind", device } } : {}),
  };
  return new docker.Volume(`${scope.approach}-delivered-${name}`, args, child);
}

function writing(mounts: readonly DeliveredMount[], { scope, baseImage }: DeploymentPlan, argv: readonly string[]) {
  const onDisk = mounts.filter(({ storage }) => storage === "disk").map((mount) => deliveredVolume(scope, mount));
  const words = [...argv, ...helperArgs(scope, onDisk), baseImage, "/bin/bash", "-c"];
  return `exec ${commandLine(words)} "$(cat ${script})"`;
}

/** Does nothing until it is deleted: then it removes the folder. Apart from the command that writes, which may be replaced. */
function folderOf(
  { scope, baseImage }: DeploymentPlan,
  argv: readonly string[],
  options: pulumi.CustomResourceOptions,
  dependsOn: pulumi.Resource[],
): pulumi.Resource {
  const docker = commandLine(argv);
  const any = `${docker} image ls --quiet --filter label=${labelPrefix}.instance=${scope.instance} | head -n 1`;
  const removing = commandLine(removingCommand([deploymentFolder(scope).join("/")]));
  return new local.Command(
    `${scope.approach}-delivered-folder`,
    {
      create: ":",
      delete: [
        "# The base image may be gone; every image of the deployment can do it as well.",
        `image=$(${docker} image inspect --format '{{.Id}}' ${commandLine([baseImage])} 2>/dev/null || ${any})`,
        `exec ${commandLine([...argv, ...helperArgs(scope, [])])} "$image" ${removing}`,
      ].join("\n"),
      logging: "none",
    },
    { ...options, dependsOn },
  );
}
