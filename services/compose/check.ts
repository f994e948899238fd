import { checkCircles, checkNames } from "./checks/among-services.ts";
import { checkDelivered, checkDependencies, checkMounts, checkNetworks } from "./checks/references.ts";
import { checkSame, checkScale } from "./checks/said-twice.ts";
import { checkExternal, checkSources } from "./checks/sections.ts";
import { ComposeFault } from "./fault.ts";
import { get, itemsOf, kindOf, textOf, type MapTree, type Place, type Tree } from "./tree.ts";

/**
 * Whether a project's parts fit together.
 * @param off names of services that no profile has switched on
 * @throws ComposeFault
 */
export function checkProject(tree: MapTree, off: ReadonlySet<string>): void {
  const services = get(tree, "services");
  if (services?.kind !== "map" || services.entries.size === 0) {
    const [at, why] = [services?.at ?? tree.at, off.size === 0 ? "" : `: those of ${[...off].join(", ")} are off`];
    throw new ComposeFault(
      at,
      `there is no service${why}`,
      "at least one service",
      off.size === 0 ? "add one below services:" : "--profile NAME switches on those of a profile",
    );
  }
  for (const [name, { key, value }] of services.entries) checkService(name, value, key, tree, services, off);
  checkSources(tree, "secrets", ["file", "environment"]);
  checkSources(tree, "configs", ["file", "environment", "content"]);
  checkExternal(tree);
  checkNames(services);
  checkCircles(services);
}

function checkService(
  name: string,
  service: Tree,
  at: Place,
  tree: MapTree,
  services: MapTree,
  off: ReadonlySet<string>,
): void {
  if (service.kind !== "map")
    throw new ComposeFault(at, `the service ${name} is ${kindOf(service)}`, "a mapping with image or build");
  if (["image", "build", "provider"].every((key) => get(service, key) === undefined)) {
    throw new ComposeFault(at, `the service ${name} has neither an image nor a build`, "image: NAME, or build: FOLDER");
  }
  const build = get(service, "build");
  const [inline, dockerfile] = [get(build, "dockerfile_inline"), get(build, "dockerfile")];
  if (inline !== undefined && dockerfile !== undefined) {
    throw new ComposeFault(inline.at, `the service ${name} has dockerfile and dockerfile_inline`, "one of them");
  }
  checkNetworks(name, service, tree);
  checkHealth(name, service);
  checkDependencies(name, service, services, off);
  checkMounts(name, service, tree);
  checkDelivered(name, service, tree);
  checkScale(name, service);
  checkSame(name, service);
}

function checkHealth(name: string, service: MapTree): void {
  const test = get(get(service, "healthcheck"), "test");
  const [first] = itemsOf(test);
  if (test === undefined || first === undefined || ["CMD", "CMD-SHELL", "NONE"].includes(textOf(first) ?? "")) return;
  throw new ComposeFault(
    first.at,
    `the health check of ${name} begins with ${kindOf(first)}`,
    'a text, or a list that begins with "CMD", "CMD-SHELL" or "NONE"',
  );
}
