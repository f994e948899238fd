import { ownerLabels } from "../rendering/labels.ts";
import type { Ejectable } from "./ejectable.ts";

/** Labels of an object, before they get the form that Kubernetes takes. */
export type Labels = Readonly<Record<string, string>>;

/** By which a container's pod is found. */
export const selector = (container: string): Labels => ({ "app.kubernetes.io/component": objectName(container) });

/** By which the pods are found that share a name. */
export const aliasSelector = (alias: string): Labels => ({ [`container-approaches.alias/${alias}`]: "true" });

/** A name in the form that Kubernetes takes for objects, containers and volumes: a label of DNS. */
export function objectName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replaceAll(/^-+|-+$/g, "");
}

/** An object's name and labels, in the form that Kubernetes takes. */
export function meta(name: string, labels: Labels) {
  // Values of labels have at most 63 letters, and none but these.
  const valid = Object.entries(labels).map(
    ([key, value]) =>
      [
        key.replace(/^container-approaches\.(?!alias\/)/, "container-approaches/"),
        value
          .replaceAll(/[^\w.-]/g, "_")
          .slice(0, 63)
          .replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/gi, ""),
      ] as const,
  );
  return { name: objectName(name), labels: Object.fromEntries(valid) };
}

/** An object of a deployment, with the owner's labels. */
export function object(apiVersion: string, kind: string, name: string, { scope }: Ejectable, content: object) {
  return { apiVersion, kind, metadata: meta(name, ownerLabels(scope)), ...content };
}
