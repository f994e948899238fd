import type { Service } from "../../services/contract.ts";

/** Where programs are looked for, the same whatever runs the service: what images of Debian and Ubuntu have. */
const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * A service's variables: what the workload says, the host of each service that it talks to, and PATH and HOME. It has those and HOSTNAME,
 * which the container's host name decides, and no others in any approach.
 * @param hostOf at which host the approach makes a service reachable
 */
export function serviceEnv(service: Service, hostOf: (service: string) => string): Record<string, string> {
  const hosts = Object.entries(service.hosts).map(([variable, target]) => [variable, hostOf(target)] as const);
  return { PATH: path, HOME: "/", ...service.env, ...Object.fromEntries(hosts) };
}
