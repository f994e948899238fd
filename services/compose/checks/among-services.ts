import { ComposeFault } from "../fault.ts";
import { get, textOf, type MapTree } from "../tree.ts";

/** No two services have one container_name. @throws ComposeFault */
export function checkNames(services: MapTree): void {
  const names = new Map<string, string>();
  for (const [service, { value }] of services.entries) {
    const container = get(value, "container_name");
    const name = textOf(container);
    if (name === undefined || container === undefined) continue;
    const other = names.get(name);
    if (other !== undefined)
      throw new ComposeFault(
        container.at,
        `the services ${other} and ${service} have the container_name ${name}`,
        "a name for each",
      );
    names.set(name, service);
  }
}

/** Services can start one after the other. @throws ComposeFault */
export function checkCircles(services: MapTree): void {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    const entry = services.entries.get(name);
    if (entry === undefined || done.has(name)) return;
    if (path.includes(name)) {
      const circle = [...path.slice(path.indexOf(name)), name].join(" -> ");
      throw new ComposeFault(
        entry.key,
        `services depend on each other in a circle: ${circle}`,
        "an order in which they can start",
      );
    }
    const dependencies = get(entry.value, "depends_on");
    if (dependencies?.kind === "map") for (const needed of dependencies.entries.keys()) visit(needed, [...path, name]);
    done.add(name);
  };
  for (const name of services.entries.keys()) visit(name, []);
}
