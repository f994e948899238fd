import type { Scope } from "../contract.ts";

/** All labels begin with this. */
export const labelPrefix = "container-approaches";

/** Label of images that stay when a stack is removed, because stacks share them. */
export const cacheLabel = `${labelPrefix}.cache`;

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
