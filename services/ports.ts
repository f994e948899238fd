import type { Service } from "./contract.ts";

/** The ports that a service listens on, each once: its own, and those of its checks, which would answer for another service's too. */
export function portsOf({ port, checks }: Pick<Service, "port" | "checks">): number[] {
  const checked = checks.flatMap((check) => ("port" in check ? [check.port] : []));
  return [...new Set([...(port === undefined ? [] : [port]), ...checked])];
}
