import { isIPv6 } from "node:net";

const wildcards: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

/**
 * Host, for a URL, at which this machine reaches what a daemon publishes.
 * @param endpoint address of the daemon
 * @returns undefined if only the daemon's own host can reach it
 */
export function reachOn(endpoint: string, address: string): string | undefined {
  const remote = remoteHost(endpoint);
  if (remote === undefined) return bracketed(wildcards[address] ?? address);
  if (address in wildcards) return remote;
  return isLoopback(address) ? undefined : bracketed(address);
}

/** Name or address of the daemon's host, for a URL; undefined if it is this machine. */
function remoteHost(endpoint: string): string | undefined {
  if (!/^(tcp|ssh|https?):\/\//.test(endpoint)) return undefined;
  const { hostname } = new URL(endpoint.replace(/^[a-z]+:/, "http:"));
  return hostname === "localhost" || isLoopback(hostname.replace(/^\[|\]$/g, "")) ? undefined : hostname;
}

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1";
}

function bracketed(address: string): string {
  return isIPv6(address) ? `[${address.toLowerCase()}]` : address;
}
