import { ComposeFault } from "../compose/fault.ts";
import { get, type MapTree, type Tree } from "../compose/tree.ts";
import type { ForeignAttachment, ForeignNetwork, ForeignPort } from "./contract.ts";
import { defined, entries, flag, items, mapping, number, text, texts } from "./values.ts";

/** A port that a service publishes. */
export function portOf(port: Tree): ForeignPort {
  const protocol = text(port, "protocol");
  return {
    target: number(port, "target") ?? 0,
    protocol: protocol === "udp" || protocol === "sctp" ? protocol : "tcp",
    ...defined({ published: text(port, "published"), address: text(port, "host_ip") }),
  };
}

/** The networks that a service is in. @throws ComposeFault for a mode that no single Docker has */
export function attachmentOf(name: string, service: MapTree): ForeignAttachment {
  const mode = text(service, "network_mode");
  const at = get(service, "network_mode")?.at ?? service.at;
  if (mode === "none") return { kind: "none" };
  if (mode === "host") return { kind: "host" };
  if (mode?.startsWith("service:") === true) return { kind: "joins", service: mode.slice("service:".length) };
  if (mode !== undefined && mode !== "bridge") {
    throw new ComposeFault(at, `the service ${name} has network_mode: ${mode}`, "none, host, bridge or service:NAME");
  }
  const networks = entries(service, "networks").map(
    ([key, value]) => [key, { aliases: texts(value, "aliases") ?? [] }] as const,
  );
  return { kind: "networks", networks: Object.fromEntries(networks), links: linksOf(service) };
}

function linksOf(service: MapTree): Readonly<Record<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const link of texts(service, "links") ?? []) {
    const [other = "", alias = other] = link.split(":");
    found.set(other, [...(found.get(other) ?? []), alias]);
  }
  return Object.fromEntries(found);
}

/** A network of the project. */
export function networkOf(network: Tree): ForeignNetwork {
  const subnets = items(get(network, "ipam"), "config").map((one) =>
    defined({ subnet: text(one, "subnet"), gateway: text(one, "gateway"), range: text(one, "ip_range") }),
  );
  return {
    internal: flag(network, "internal") ?? false,
    options: mapping(network, "driver_opts"),
    subnets,
    ...defined({
      external: flag(network, "external") === true ? text(network, "name") : undefined,
      driver: text(network, "driver"),
    }),
  };
}
