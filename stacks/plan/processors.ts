import type { Rendering } from "../contract.ts";
import type { System } from "../systems/contract.ts";

/**
 * No container is limited to more processors than the host has: that would limit nothing, and some systems refuse it. The sum of services that
 * share a container is often more.
 */
export async function withinProcessors(rendering: Rendering, system: Pick<System, "processors">): Promise<Rendering> {
  // Every host has one.
  if (rendering.containers.every(({ limits: { cpus = 0 } }) => cpus <= 1)) return rendering;
  const processors = await system.processors();
  const containers = rendering.containers.map((container) => {
    const { limits } = container;
    return limits.cpus === undefined || limits.cpus <= processors
      ? container
      : { ...container, limits: { ...limits, cpus: processors } };
  });
  return { ...rendering, containers };
}
