import type { Scope, VolumePlan } from "../contract.ts";

/** All labels begin with this. */
export const labelPrefix = "container-approaches";

/** Label of images that stay when a stack is removed, because stacks share them. */
export const cacheLabel = `${labelPrefix}.cache`;

/** Label of an image: its name in the deployment. */
export const imageLabel = `${labelPrefix}.image`;

/** Owner labels: they tell whose object this is. Lookups and clean-up go by them, never by name. */
export function ownerLabels(scope: Scope, services: readonly string[] = []): Readonly<Record<string, string>> {
  const service = services.length === 0 ? {} : { [`${labelPrefix}.service`]: services.join(",") };
  return {
    [`${labelPrefix}.instance`]: scope.instance,
    [`${labelPrefix}.stack`]: scope.stack,
    [`${labelPrefix}.approach`]: scope.approach,
    [`${labelPrefix}.workload`]: scope.workload,
    ...service,
  };
}

/**
 * Label of a container whose command runs to completion, with the seconds that it may take; none for others. A system tells "completed"
 * from "stopped" by it.
 */
export function completionLabel(
  completes: { readonly withinSeconds: number } | undefined,
): Readonly<Record<string, string>> {
  return completes === undefined ? {} : { [`${labelPrefix}.completes`]: String(completes.withinSeconds) };
}

/** Labels of a volume: its owner, its name in the workload, and whether it holds data, which stays when the stack is removed. */
export function volumeLabels(scope: Scope, { name, holds }: VolumePlan): Readonly<Record<string, string>> {
  return { ...ownerLabels(scope), [`${labelPrefix}.volume`]: name, [`${labelPrefix}.holds`]: holds };
}
