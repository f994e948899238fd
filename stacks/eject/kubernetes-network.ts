import type { Loss } from "../../errors/loss.ts";
import { translated, type ContainerPlan } from "../container-plan.ts";
import type { Ejectable } from "./ejectable.ts";
import { aliasSelector, object, objectName, selector } from "./kubernetes-meta.ts";
import { lostNetwork } from "./lost-networks.ts";

/** By the name: the containers that have it. */
function aliasesOf({ rendering }: Ejectable): ReadonlyMap<string, readonly ContainerPlan[]> {
  const found = new Map<string, ContainerPlan[]>();
  for (const container of rendering.containers) {
    const names = new Set(container.attachments.networks.flatMap((network) => network.aliases));
    for (const alias of names) found.set(alias, [...(found.get(alias) ?? []), container]);
  }
  return found;
}

/** Names that several containers have: their pods have a label for each. */
export function sharedAliases(plan: Ejectable, container: ContainerPlan): readonly string[] {
  return [...aliasesOf(plan)].flatMap(([alias, those]) =>
    those.length > 1 && those.includes(container) && isServiceName(alias) ? [alias] : [],
  );
}

/** A Service for each name that others know containers by. @param losses to which its own are added */
export function servicesOf(plan: Ejectable, losses: Loss[]) {
  return [...aliasesOf(plan)].flatMap(([alias, those]) => {
    if (!isServiceName(alias)) {
      const [what, why] = [`the name ${alias}`, "a Service's name has small letters, digits and dashes only"];
      losses.push({ kind: "refused", what, why });
      return [];
    }
    if (meansDifferent(alias, those)) {
      const [what, why] = [`the name ${alias}`, "it means other containers on each network, and here all of them"];
      losses.push({ kind: "changed", what, why });
    }
    const [first] = those;
    const pods = those.length > 1 || first === undefined ? aliasSelector(alias) : selector(first.name);
    // Without ports of its own, the name leads to the pod, at every port.
    return [object("v1", "Service", alias, plan, { spec: { clusterIP: "None", selector: pods } })];
  });
}

function isServiceName(alias: string): boolean {
  return /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(alias);
}

/** Whether it depends on the network which containers a name leads to. */
function meansDifferent(alias: string, containers: readonly ContainerPlan[]): boolean {
  const networks = new Set(containers.flatMap(({ attachments }) => attachments.networks.map(({ name }) => name)));
  const having = [...networks].map((network) =>
    containers
      .filter(({ attachments }) =>
        attachments.networks.some(({ name, aliases }) => name === network && aliases.includes(alias)),
      )
      .map(({ name }) => name)
      .join(" "),
  );
  return containers.length > 1 && new Set(having.filter((names) => names !== "")).size > 1;
}

const component = (values: readonly string[]) => ({
  matchExpressions: [{ key: "app.kubernetes.io/component", operator: "In", values: values.map(objectName) }],
});

function policy(plan: Ejectable, name: string, spec: object) {
  return object("networking.k8s.io/v1", "NetworkPolicy", name, plan, { spec });
}

/** Networks become policies: a container hears only from those that it shares a network with. @param losses to which its own are added */
export function networkPolicies(plan: Ejectable, losses: Loss[]) {
  const { networks, containers } = plan.rendering;
  const membersOf = (network: string) =>
    containers
      .filter(({ attachments }) => attachments.networks.some(({ name }) => name === network))
      .map(({ name }) => name);
  if (networks.length > 0) {
    const why = "policies, which a cluster ignores whose network plugin knows none";
    losses.push({ kind: "changed", what: "separate networks", why });
  }
  const sealed = new Set<string>();
  const policies = networks.flatMap((network) => {
    const { name, fullName, internal, ...more } = network;
    if (internal) sealed.add(name);
    losses.push(...lostNetwork(fullName, more, { target: "Kubernetes", says: [] }));
    const members = membersOf(name);
    if (members.length === 0) return [];
    const podSelector = component(members);
    return [
      policy(plan, `network-${name}`, {
        podSelector,
        policyTypes: ["Ingress"],
        ingress: [{ from: [{ podSelector }] }],
      }),
    ];
  });
  return [...policies, ...containers.flatMap((container) => ofContainer(container, plan, sealed))];
}

/** Policies of one container: what it publishes is open to all, and on internal networks alone it reaches its neighbours only. */
function ofContainer({ name, attachments }: ContainerPlan, plan: Ejectable, sealed: ReadonlySet<string>) {
  const { networks: attached, joins, sharesIpc, publishes, further = [], instead, ...rest } = attachments;
  translated(rest);
  const podSelector = component([name]);
  // Containers that join another's namespaces are lost elsewhere, and so is the IPC namespace.
  const isolated = instead === "none" && joins === undefined && sharesIpc !== true;
  if (isolated) return [policy(plan, `none-${name}`, { podSelector, policyTypes: ["Ingress", "Egress"] })];
  const ports = [
    ...(publishes === undefined ? [] : [{ port: publishes, protocol: "TCP" }]),
    ...further.map(({ port, protocol }) => ({ port, protocol: protocol.toUpperCase() })),
  ];
  const inside = attached.length > 0 && attached.every((one) => sealed.has(one.name));
  const neighbours = plan.rendering.containers
    .filter((one) => one.attachments.networks.some((other) => attached.some(({ name: is }) => is === other.name)))
    .map((one) => one.name);
  const dns = ["UDP", "TCP"].map((protocol) => ({ port: 53, protocol }));
  return [
    ...(ports.length === 0 || attached.length === 0
      ? []
      : [policy(plan, `published-${name}`, { podSelector, policyTypes: ["Ingress"], ingress: [{ ports }] })]),
    ...(inside
      ? [
          policy(plan, `internal-${name}`, {
            podSelector,
            policyTypes: ["Egress"],
            egress: [{ to: [{ podSelector: component(neighbours) }] }, { ports: dns }],
          }),
        ]
      : []),
  ];
}
