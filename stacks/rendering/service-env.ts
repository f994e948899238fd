import type { Service } from "../../services/contract.ts";

/** PATH of Debian and Ubuntu images, the same in every approach. */
const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * A service's variables: those of the workload, the host names of the services that it talks to, PATH and HOME. In every approach it has
 * these and HOSTNAME, the container's host name, and no others.
 * @param hostOf host name at which the approach makes a service reachable
 */
export function serviceEnv(service: Service, hostOf: (service: string) => string): Record<string, string> {
  const hosts = Object.entries(service.hosts).map(([variable, target]) => [variable, hostOf(target)] as const);
  return { PATH: path, HOME: "/", ...service.env, ...Object.fromEntries(hosts) };
}
