import type { MapTree } from "../compose/tree.ts";
import type { ForeignConfinement } from "./contract.ts";
import { defined, flag, items, mapping, text, texts } from "./values.ts";

/** What restricts a service, or gives it more than Docker does. */
export function confinementOf(service: MapTree): ForeignConfinement {
  const all = (key: string) => texts(service, key) ?? [];
  return {
    readOnlyRoot: flag(service, "read_only") ?? false,
    capabilities: { add: all("cap_add"), drop: all("cap_drop") },
    securityOptions: all("security_opt"),
    privileged: flag(service, "privileged") ?? false,
    devices: items(service, "devices").map((one) => ({
      source: text(one, "source") ?? "",
      target: text(one, "target") ?? text(one, "source") ?? "",
      permissions: text(one, "permissions") ?? "rwm",
    })),
    sysctls: mapping(service, "sysctls"),
    namespaces: defined({
      ipc: text(service, "ipc"),
      pid: text(service, "pid"),
      userns: text(service, "userns_mode"),
      cgroup: text(service, "cgroup"),
    }),
    extraHosts: all("extra_hosts"),
    dns: { servers: all("dns"), search: all("dns_search"), options: all("dns_opt") },
    ...defined({
      hostname: text(service, "hostname"),
      domainname: text(service, "domainname"),
      runtime: text(service, "runtime"),
      cgroupParent: text(service, "cgroup_parent"),
    }),
  };
}
