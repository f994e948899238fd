import type { Loss } from "../../errors/loss.ts";
import { translated, type ContainerPlan, type Mount } from "../container-plan.ts";
import type { VolumePlan } from "../contract.ts";
import { volumeLabels } from "../rendering/labels.ts";
import type { Ejectable } from "./ejectable.ts";
import { deliveredVolume } from "./kubernetes-delivered.ts";
import { meta, objectName } from "./kubernetes-meta.ts";
import type { Lost } from "./losing.ts";
import { lostVolumeOptions } from "./lost-networks.ts";

/** A claim for a volume, or none for one that is made elsewhere. @param losses to which its own are added */
export function claims(plan: VolumePlan, { scope }: Ejectable, losses: Loss[]) {
  const { name, fullName, owner, mode, holds, external = false, options, ...rest } = plan;
  translated(rest);
  const lost = (why: string, more = "") => losses.push({ kind: "changed", what: `volume ${name}${more}`, why });
  if (external) {
    lost(`it is made elsewhere: the claim ${objectName(fullName)} has to be there`);
    return [];
  }
  lost(`a claim of 1 GiB, for ${holds}, empty at first: say how much it needs, and of which class`);
  const bits = mode === undefined ? "" : `, mode ${mode.toString(8).padStart(4, "0")}`;
  if (owner !== undefined || bits !== "") {
    const whose = owner === undefined ? "" : ` ${owner.uid}:${owner.gid}`;
    lost("its files belong to the pod's group, which may write", `: owner${whose}${bits}`);
  }
  losses.push(...lostVolumeOptions(name, options, "give its claim a PersistentVolume that has them"));
  return [
    {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: meta(name, volumeLabels(scope, plan)),
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    },
  ];
}

/** What a container mounts, and what of the pod the mounts show. */
export function volumesOf({ mounts }: ContainerPlan, plan: Ejectable, lost: Lost) {
  const volumes = new Map<string, object>();
  const volumeMounts = mounts.map((mount, index) => {
    // Several mounts may show the same volume.
    const name =
      mount.kind === "volume"
        ? objectName(`volume-${mount.volume}`)
        : mount.kind === "delivered"
          ? objectName(mount.name)
          : `${mount.kind}-${index + 1}`;
    const { volume, at } = said(mount, plan, lost);
    volumes.set(name, { name, ...volume });
    return { name, mountPath: mount.path, ...at };
  });
  return { volumeMounts, volumes: [...volumes.values()] };
}

interface Said {
  readonly volume: object;
  readonly at: object;
}

function said(mount: Mount, plan: Ejectable, lost: Lost): Said {
  switch (mount.kind) {
    case "volume":
      return { volume: claimed(mount.volume, plan), at: mount.readOnly ? { readOnly: true } : {} };
    case "host": {
      const { source, readOnly, propagation } = mount;
      const at = { ...(readOnly ? { readOnly: true } : {}), ...spreading(mount.path, propagation, lost) };
      return { volume: { hostPath: { path: source } }, at };
    }
    case "delivered":
      return { volume: deliveredVolume(mount, lost), at: { readOnly: true } };
    case "memory":
      if (mount.options !== "")
        lost(`options ${mount.options} of ${mount.path}`, "an emptyDir in memory has none", "refused");
      return { volume: { emptyDir: { medium: "Memory" } }, at: {} };
    case "scratch": {
      const { path, sizeMiB, mode, owner = { uid: 0, gid: 0 }, exec = false, ...rest } = mount;
      translated(rest);
      const bits = mode.toString(8).padStart(4, "0");
      lost(
        `${path}: owner ${owner.uid}:${owner.gid}, mode ${bits}${exec ? "" : ", noexec"}`,
        "an emptyDir belongs to root, every user may write to it, and programs in it can be executed",
      );
      return { volume: { emptyDir: { medium: "Memory", sizeLimit: `${sizeMiB}Mi` } }, at: {} };
    }
  }
}

function claimed(name: string, { rendering }: Ejectable) {
  const plan = rendering.volumes.find((one) => one.name === name);
  const claimName = plan?.external === true ? plan.fullName : name;
  return { persistentVolumeClaim: { claimName: objectName(claimName) } };
}

/** Kubernetes' words for how mounts spread. */
const propagations: Readonly<Record<string, string>> = {
  private: "None",
  rprivate: "None",
  slave: "HostToContainer",
  rslave: "HostToContainer",
};

function spreading(path: string, propagation: string | undefined, lost: Lost) {
  if (propagation === undefined) return {};
  const mountPropagation = propagations[propagation];
  if (mountPropagation === undefined) {
    lost(
      `propagation ${propagation} of ${path}`,
      "only privileged containers may spread mounts to the host",
      "refused",
    );
    return {};
  }
  if (!propagation.startsWith("r"))
    lost(`propagation ${propagation} of ${path}`, `Kubernetes has it for all mounts below, as r${propagation}`);
  return { mountPropagation };
}
