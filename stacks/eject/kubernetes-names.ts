import { translated, type NamesPlan } from "../container-plan.ts";
import type { Lost } from "./losing.ts";

/** A pod's own name, and those that it knows others by. */
export function namesOf({ hostname, domainname, hosts, dns, ...rest }: NamesPlan, lost: Lost) {
  translated(rest);
  const isLabel = hostname !== undefined && /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(hostname);
  if (hostname !== undefined && !isLabel)
    lost(`host name ${hostname}`, "a pod's has small letters, digits and dashes only", "refused");
  if (domainname !== undefined) lost(`domain name ${domainname}`, "a pod has the cluster's", "refused");
  const known = hosts.filter(({ address }) => isAddress(address));
  for (const { name, address } of hosts.filter((one) => !known.includes(one)))
    lost(`host ${name} as ${address}`, "Kubernetes takes addresses only", "refused");
  return {
    ...(isLabel ? { hostname } : {}),
    ...(known.length === 0
      ? {}
      : { hostAliases: known.map(({ name, address }) => ({ ip: address, hostnames: [name] })) }),
    ...dnsOf(dns, lost),
  };
}

function isAddress(text: string): boolean {
  return /^\d+(\.\d+){3}$/.test(text) || (text.includes(":") && /^[\da-f:.]+$/i.test(text));
}

function dnsOf({ servers, search, options, ...rest }: NamesPlan["dns"], lost: Lost) {
  translated(rest);
  if (servers.length + search.length + options.length === 0) return {};
  // The cluster's own comes first, and a pod has three at most.
  const [taken, more] = [servers.slice(0, 2), servers.slice(2)];
  if (taken.length > 0) lost(`DNS servers ${taken.join(", ")}`, "asked only where the cluster's DNS does not answer");
  for (const server of more) lost(`DNS server ${server}`, "a pod has three, with the cluster's", "refused");
  return {
    dnsConfig: {
      ...(taken.length === 0 ? {} : { nameservers: taken }),
      ...(search.length === 0 ? {} : { searches: search }),
      ...(options.length === 0
        ? {}
        : {
            options: options.map((option) => {
              const colon = option.indexOf(":");
              return colon < 0 ? { name: option } : { name: option.slice(0, colon), value: option.slice(colon + 1) };
            }),
          }),
    },
  };
}
