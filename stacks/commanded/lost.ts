/**
 * Variable of Pulumi's process with the URNs of resources whose objects are lost, a line each. What replaces such a resource has the lost object's name,
 * so the old one is deleted first: afterwards, that would remove the new one.
 */
export const lostVariable = "CONTAINER_APPROACHES_LOST";

/** Whether the objects of a resource are lost. @param resource its name, unique in the stack */
export function isLost(resource: string, env: NodeJS.ProcessEnv = process.env): boolean {
  const urns = env[lostVariable]?.split("\n") ?? [];
  return urns.some((urn) => urn.split("::").at(-1) === resource);
}
