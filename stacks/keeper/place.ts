import { deliveredFolder } from "../commanded/deliver.ts";
import type { ContainerPlan, Mount } from "../container-plan.ts";
import type { DeploymentPlan } from "../deployment-plan.ts";
import { containerFolder, fullNameIn, volumeFolder, type Bind, type KeptPlace } from "./contract.ts";

/** Where a container's parts are. Pure. */
export function placeOf(system: string, container: ContainerPlan, plan: DeploymentPlan): KeptPlace {
  const { fullName, attachments, mounts } = container;
  const { joins, sharesIpc, instead } = attachments;
  const folder = containerFolder(system, fullName);
  const holder = joins === undefined ? undefined : fullNameIn(plan.rendering.containers, joins.container);
  const joined = (namespace: "network" | "ipc") => joins?.namespaces.includes(namespace) === true;
  const ownIpc = sharesIpc === true ? `${folder}/ipc` : undefined;
  return {
    folder,
    root: `${folder}/root`,
    networkNamespace: joined("network") ? holder : instead === undefined ? fullName : undefined,
    names: `${joined("network") && holder !== undefined ? containerFolder(system, holder) : folder}/etc`,
    ipcNamespace: joined("ipc") && holder !== undefined ? `${containerFolder(system, holder)}/ipc` : ownIpc,
    binds: mounts.flatMap((mount) => bindOf(mount, system, plan)),
  };
}

function bindOf(mount: Mount, system: string, { scope, rendering }: DeploymentPlan): readonly Bind[] {
  if (mount.kind === "volume") {
    const source = `${volumeFolder(system, fullNameIn(rendering.volumes, mount.volume))}/data`;
    return [{ source, path: mount.path, readOnly: mount.readOnly }];
  }
  if (mount.kind === "delivered")
    return [{ source: deliveredFolder(system, scope, mount), path: mount.path, readOnly: true }];
  if (mount.kind !== "host") return [];
  const { source, path, readOnly, propagation } = mount;
  return [{ source, path, readOnly, ...(propagation === undefined ? {} : { propagation }) }];
}
