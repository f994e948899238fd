/** What systemd-nspawn takes for a name of a machine or a host: no underscore, and no more than the kernel does. */
export function nspawnName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9.-]+/g, "-").slice(0, 64);
}
