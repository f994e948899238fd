import type { Scope } from "../contract.ts";

/** Longest name, in characters: that of a DNS label. */
const longest = 63;

/**
 * Name of an object on its system: `ca-<instance>-<stack>[-<approach>]-<role>`. The approach is left out if it is also the stack's name.
 * A name that would be too long keeps its end, which tells roles apart; a hash replaces its beginning.
 */
export function objectName(scope: Scope, role: string): string {
  const approach = scope.approach === scope.stack ? [] : [scope.approach];
  return capped(["ca", scope.instance, scope.stack, ...approach, role].join("-"));
}

/**
 * Name of a network: that of an object, with four digits that change with its definition, because a network cannot be changed.
 */
export function networkName(scope: Scope, network: string, internal: boolean): string {
  const definition = fnv1a(JSON.stringify([internal, scope])).toString(36);
  return objectName(scope, `${network}-${definition.padStart(4, "0").slice(-4)}`);
}

/** Repository of an image that belongs to one deployment: `container-approaches/<instance>/<stack>/<approach>-<name>`. */
export function imageRepository(scope: Scope, image: string): string {
  return `container-approaches/${scope.instance}/${repositoryPart(scope.stack)}/${scope.approach}-${repositoryPart(image)}`;
}

/** Pulumi and Compose allow names that are refused in an image repository: capitals, or dots and dashes at an end. A hash keeps them distinct. */
function repositoryPart(name: string): string {
  if (/^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/.test(name)) return name;
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return [...words, fnv1a(name).toString(36)].join("-");
}

function capped(name: string): string {
  if (name.length <= longest) return name;
  const hash = fnv1a(name).toString(36);
  return `ca-${hash}-${name.slice(-(longest - hash.length - 4)).replace(/^[^a-z0-9]+/, "")}`;
}

/** FNV-1a, 32 bits: enough to tell some long names apart, and pure. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}
