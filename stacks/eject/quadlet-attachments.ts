import { translated, type ContainerPlan, type FurtherPort } from "../container-plan.ts";
import type { Ejectable } from "./ejectable.ts";
import { podmanArg, raw, type Pair } from "./quadlet-unit.ts";

/** Networks, shared namespaces and published ports. @param name of the container */
export function attachmentPairs(
  name: string,
  attachments: ContainerPlan["attachments"],
  { published, rendering }: Ejectable,
): readonly Pair[] {
  const { networks, joins, sharesIpc, publishes, further = [], instead, ...rest } = attachments;
  translated(rest);
  const { address, external, internal } = published;
  const host = address.includes(":") ? `[${address}]` : address;
  const isEntry = publishes !== undefined && published.container === name;
  return [
    ...networks.map((network) => networkPair(network, rendering.networks)),
    ...(instead === undefined ? [] : [["Network", instead] as const]),
    ...further.map((port) => furtherPair(port, host)),
    ...joinPairs(joins, rendering.containers),
    ...(sharesIpc === true && joins?.namespaces.includes("ipc") !== true ? [podmanArg("ipc", "shareable")] : []),
    ...(isEntry ? [["PublishPort", `${host}:${external}:${internal}`] as const] : []),
  ];
}

/** Quadlet knows the other container by its unit, and podman by its name. */
function joinPairs(
  joins: ContainerPlan["attachments"]["joins"],
  containers: Ejectable["rendering"]["containers"],
): readonly Pair[] {
  if (joins === undefined) return [];
  const { container, namespaces, ...rest } = joins;
  translated(rest);
  const name = containers.find((one) => one.name === container)?.fullName ?? container;
  return namespaces.map((namespace) =>
    namespace === "network" ? ["Network", `${container}.container`] : podmanArg(namespace, `container:${name}`),
  );
}

/** One of this deployment by its unit, and one that is made elsewhere by its name. */
function networkPair(
  { name, aliases, ...rest }: ContainerPlan["attachments"]["networks"][number],
  networks: Ejectable["rendering"]["networks"],
): Pair {
  translated(rest);
  const plan = networks.find((one) => one.name === name);
  const known = plan?.external === true ? raw(plan.fullName) : `${name}.network`;
  return ["Network", `${known}${aliasOptions(aliases)}`];
}

function furtherPair({ port, protocol, external, ...rest }: FurtherPort, host: string): Pair {
  translated(rest);
  return ["PublishPort", `${host}:${external ?? ""}:${port}/${protocol}`];
}

function aliasOptions(aliases: readonly string[]): string {
  return aliases.length === 0 ? "" : `:${aliases.map((alias) => `alias=${raw(alias)}`).join(",")}`;
}
