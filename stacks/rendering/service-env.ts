import type { Service } from "../../services/contract.ts";

/** PATH of Debian and Ubuntu images, the same in every approach. */
const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * A service's variables: those of the workload, the host names of the services that it talks to, PATH, HOME, and REPLICA: the number of the
 * replica, "1" for the first. A service with one replica has it too, so that scaling up does not change the first. In every approach a
 * service has these and HOSTNAME, the container's host name, and no others.
 * @param hostOf host name at which the approach makes a service reachable
 */
export function serviceEnv(service: Service, hostOf: (service: string) => string): Record<string, string> {
  const hosts = Object.entries(service.hosts).map(([variable, target]) => [variable, hostOf(target)] as const);
  return { PATH: path, HOME: "/", REPLICA: "1", ...service.env, ...Object.fromEntries(hosts) };
}
