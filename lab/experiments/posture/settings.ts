import type { UnitFacts } from "./facts.ts";

/** Capabilities that Docker grants root by default: CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, SETGID, SETUID, SETPCAP, NET_BIND_SERVICE, NET_RAW, SYS_CHROOT, MKNOD, AUDIT_WRITE, SETFCAP. */
export const dockerDefaultMask = 0xa80425fbn;

/** Published ports with the address that each is bound to. */
export function publishedPorts({ inspected }: UnitFacts) {
  return Object.entries(inspected.HostConfig.PortBindings ?? {}).flatMap(([port, bindings]) =>
    (bindings ?? []).map(({ HostIp = "", HostPort = "" }) => ({
      container: Number(port.split("/")[0]),
      host: Number(HostPort),
      address: HostIp,
    })),
  );
}

/** Folders of the host that are mounted. */
export function binds({ inspected }: UnitFacts) {
  return inspected.Mounts.filter(({ Type }) => Type === "bind");
}

/** Whether PID 1 runs as root, which is the default. */
export function runsAsRoot({ inspected }: UnitFacts): boolean {
  const [user = ""] = (inspected.Config.User ?? "").split(":");
  return user === "" || user === "0" || user === "root";
}

/** Whether a namespace mode means the host's own namespace. */
export function isHosts(mode: string | undefined): boolean {
  return mode === "host";
}

/** The sentence if the condition holds, else undefined. */
export function when(condition: boolean, sentence: string): string | undefined {
  return condition ? sentence : undefined;
}
