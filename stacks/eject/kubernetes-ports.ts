import type { ContainerPlan, FurtherPort } from "../container-plan.ts";
import { translated } from "../container-plan.ts";
import type { Ejectable } from "./ejectable.ts";
import { object, objectName, selector } from "./kubernetes-meta.ts";
import type { Lost } from "./losing.ts";

interface Port {
  readonly port: number;
  readonly protocol: FurtherPort["protocol"];
  readonly external?: number;
}

/** Ports of a container that are published, the entry's first. */
function publishedPorts({ name, attachments }: ContainerPlan, { published }: Ejectable): readonly Port[] {
  const { publishes, further = [] } = attachments;
  const entry =
    publishes === undefined
      ? []
      : [
          {
            port: publishes,
            protocol: "tcp" as const,
            ...(published.container === name ? { external: published.external } : {}),
          },
        ];
  return [
    ...entry,
    ...further.map((one) => {
      const { port, protocol, external, ...rest } = one;
      translated(rest);
      return { port, protocol, ...(external === undefined ? {} : { external }) };
    }),
  ];
}

/** What the container says of its ports. */
export function containerPorts(container: ContainerPlan, plan: Ejectable) {
  const ports = publishedPorts(container, plan).map(({ port, protocol }) => ({
    containerPort: port,
    protocol: protocol.toUpperCase(),
  }));
  // Several ports of the host may lead to the same one.
  const distinct = new Map(ports.map((one) => [`${one.containerPort}/${one.protocol}`, one]));
  return ports.length === 0 ? {} : { ports: [...distinct.values()] };
}

/** A Service with all that a container publishes: what leads to it from outside is the cluster's business. */
export function publishedService(container: ContainerPlan, plan: Ejectable, lost: Lost) {
  const ports = publishedPorts(container, plan);
  if (ports.length === 0) return [];
  const name = objectName(`published-${container.name}`);
  const taken = new Set<string>();
  const listed = ports.map(({ port: targetPort, protocol, external }) => {
    let port = external ?? targetPort;
    while (taken.has(`${port}/${protocol}`)) port = port === 65_535 ? 1 : port + 1;
    taken.add(`${port}/${protocol}`);
    lost(
      `published port ${plan.published.address}:${external ?? "any"} to ${targetPort}/${protocol}`,
      `port ${port} of the Service ${name}, in the cluster only: an Ingress or a LoadBalancer leads to it from outside`,
    );
    return { name: `${protocol}-${port}`, port, targetPort, protocol: protocol.toUpperCase() };
  });
  return [object("v1", "Service", name, plan, { spec: { selector: selector(container.name), ports: listed } })];
}
