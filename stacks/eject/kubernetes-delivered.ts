import type { Loss } from "../../errors/loss.ts";
import { translated, type DeliveredFile, type DeliveredMount } from "../container-plan.ts";
import type { Ejectable } from "./ejectable.ts";
import { object, objectName } from "./kubernetes-meta.ts";
import type { Lost } from "./losing.ts";

/** A file of a ConfigMap or of a Secret. */
interface Entry {
  readonly key: string;
  readonly content: DeliveredFile["content"];
}

/** Configuration with its content, and secrets without. Replicas of a service share theirs. @param losses to which its own are added */
export function deliveredObjects(plan: Ejectable, losses: Loss[]) {
  const found = new Map<string, DeliveredMount>();
  for (const { mounts } of plan.rendering.containers)
    for (const mount of mounts) if (mount.kind === "delivered") found.set(mount.name, mount);
  return [...found.values()].map((mount) => {
    const entries = mount.files.map(({ content }, index) => ({ key: keyOf(index), content }));
    return entriesObject(mount.name, isSecret(mount), entries, plan, losses);
  });
}

/** @param losses to which a line for each value is added that is to be given */
export function entriesObject(
  name: string,
  secret: boolean,
  entries: readonly Entry[],
  plan: Ejectable,
  losses: Loss[],
) {
  const known = entries.flatMap(({ key, content }) => ("base64" in content ? [[key, content.base64] as const] : []));
  if (!secret) return object("v1", "ConfigMap", name, plan, { binaryData: Object.fromEntries(known) });
  const unknown = entries.flatMap(({ key, content }) => {
    if (!("secret" in content)) return [];
    const why = `give its value to the key ${key} of the Secret ${objectName(name)}, which is written without`;
    losses.push({ kind: "changed", what: `secret ${content.secret}`, why });
    return [[key, ""] as const];
  });
  return object("v1", "Secret", name, plan, {
    data: Object.fromEntries(known),
    stringData: Object.fromEntries(unknown),
  });
}

/** What of the pod a delivered mount shows. */
export function deliveredVolume(mount: DeliveredMount, lost: Lost) {
  const { name, path, storage, files, ...rest } = mount;
  translated(rest);
  // Keys have no slash: paths have their own place.
  const items = files.map((file, index) => ({
    key: keyOf(index),
    path: file.path,
    mode: file.mode | ((file.mode & 0o700) >> 3),
  }));
  const whose = files.map(({ path: file, owner }) => `${file} ${owner.uid}:${owner.gid}`).join(", ");
  lost(`owners in ${path}: ${whose}`, "root and the pod's group, which gets the rights of the owner");
  const readers = [...new Set(files.map(({ reader }) => reader))].join(", ");
  lost(`files in ${path}`, `${readers}: not restarted when they change`);
  if (isSecret(mount)) {
    if (storage === "disk") lost(`files in ${path}`, "in memory instead of on a disk, as they have secrets");
    return { secret: { secretName: objectName(name), items } };
  }
  return { configMap: { name: objectName(name), items } };
}

function isSecret({ storage, files }: DeliveredMount): boolean {
  return storage === "memory" || files.some(({ content }) => "secret" in content);
}

function keyOf(index: number): string {
  return `file-${index + 1}`;
}
