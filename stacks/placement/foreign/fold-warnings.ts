import type { Workload } from "../../../services/contract.ts";
import { isSent } from "./fold-service.ts";
import { listed, type Share } from "./fold-share.ts";
import { mayMount } from "./roots.ts";

/** What services lose in one container, and what they share there. */
export function warningsFor(shares: readonly Share[], workload: Workload): readonly string[] {
  const proc = mayMount(workload)
    ? "the container may mount until PID 1 has started (SYS_ADMIN): each root has its /proc by that"
    : "roots have no /proc: programs that need it, and names such as /dev/stdout, fail; ./pulumiw config set grants '[\"mounts\"]' lets the container mount it";
  return [
    "added capabilities, sysctls, ulimits, labels, name servers, namespaces of the host, runtimes and security options are the container's: what one service has, all have",
    "limits are the container's: the sum of the services'",
    "networks of the Compose file are one: internal networks have egress, and services reach each other on loopback",
    proc,
    "each root is a layer of its own: the fold shares nothing with the images on the disk",
    ...shares.flatMap(lostOf),
    ...labelsOf(shares),
  ];
}

/** What a service alone cannot have. */
function lostOf({ name, service, extras, terminal }: Share): readonly string[] {
  const { stopSignal } = service.foreign;
  const { hostname, domainname } = extras.names;
  return [
    ...(isSent(stopSignal) ? [] : [`${name}: its stop signal ${stopSignal} is SIGTERM here`]),
    ...(hostname === undefined
      ? []
      : [`${name}: its host name ${hostname} is not set: all services have the container's`]),
    ...(domainname === undefined
      ? []
      : [`${name}: its domain ${domainname} is not set: all services have the container's`]),
    ...(extras.logging === undefined ? [] : [`${name}: its logging is the container's`]),
    ...(extras.input ? [`${name}: its input is not open: the container's is the supervisor's`] : []),
    ...(terminal ? [`${name}: it has no terminal: its output goes through the supervisor`] : []),
  ];
}

/** Labels that several services have, each with a value of its own: the container has one. */
function labelsOf(shares: readonly Share[]): readonly string[] {
  const names = new Set(shares.flatMap(({ extras }) => Object.keys(extras.labels)));
  return [...names].flatMap((label) => {
    const holders = shares.filter(({ extras }) => extras.labels[label] !== undefined);
    if (new Set(holders.map(({ extras }) => extras.labels[label])).size < 2) return [];
    const last = holders.at(-1)?.name ?? "";
    return [
      `${listed(holders.map(({ name }) => name))} have the label ${label} with different values: it is ${last}'s`,
    ];
  });
}
