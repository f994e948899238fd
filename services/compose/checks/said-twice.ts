import { ComposeFault } from "../fault.ts";
import { get, plain, type MapTree, type Tree } from "../tree.ts";

/** The number of replicas is one, wherever it stands, and fits the name. @throws ComposeFault */
export function checkScale(name: string, service: MapTree): void {
  const [scale, replicas] = [get(service, "scale"), get(get(service, "deploy"), "replicas")];
  for (const one of [scale, replicas]) {
    if (one?.kind === "scalar" && Number(one.value) < 0)
      throw new ComposeFault(one.at, `the service ${name} has ${String(one.value)} replicas`, "0 or more");
  }
  if (scale !== undefined && replicas !== undefined && plain(scale) !== plain(replicas)) {
    throw new ComposeFault(
      scale.at,
      `the service ${name} has scale and deploy.replicas, and they differ`,
      "one of them, or the same number",
    );
  }
  checkContainerName(name, service, scale ?? replicas);
}

function checkContainerName(name: string, service: MapTree, count: Tree | undefined): void {
  const container = get(service, "container_name");
  if (container === undefined || count?.kind !== "scalar" || !(Number(count.value) > 1)) return;
  throw new ComposeFault(
    container.at,
    `the service ${name} has a container_name and ${String(count.value)} replicas`,
    "no container_name, since names differ",
  );
}

const twice: readonly (readonly [short: string, long: readonly string[]])[] = [
  ["cpus", ["deploy", "resources", "limits", "cpus"]],
  ["mem_limit", ["deploy", "resources", "limits", "memory"]],
  ["mem_reservation", ["deploy", "resources", "reservations", "memory"]],
  ["pids_limit", ["deploy", "resources", "limits", "pids"]],
];

/** Limits that stand in two places are the same in both. @throws ComposeFault */
export function checkSame(name: string, service: MapTree): void {
  for (const [short, long] of twice) {
    const one = get(service, short);
    const limits = long.slice(0, -1).reduce<Tree | undefined>((tree, key) => get(tree, key), service);
    if (one === undefined || limits === undefined) continue;
    const other = get(limits, long.at(-1) ?? "");
    if (other !== undefined && plain(one) === plain(other)) continue;
    throw new ComposeFault(
      one.at,
      `the service ${name} has ${short} and ${long.join(".")}, and they differ`,
      "one of them, or the same value in both",
    );
  }
}
