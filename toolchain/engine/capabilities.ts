import { readFile } from "node:fs/promises";

/** Names of the kernel's capabilities; the index is the bit. */
const names = (
  "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE " +
  "NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN " +
  "SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE " +
  "MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE"
).split(" ");

/**
 * Which capabilities no process of this host can ever have.
 * @param status text of /proc/PID/status
 * @param lastCapability the highest number that the kernel knows
 */
export function lackingCapabilities(status: string, lastCapability: number): string[] {
  const hex = /^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1];
  if (hex === undefined) return [];
  const bounding = BigInt(`0x${hex}`);
  return Array.from({ length: lastCapability + 1 }, (_, bit) => bit)
    .filter((bit) => ((bounding >> BigInt(bit)) & 1n) === 0n)
    .map((bit) => `CAP_${names[bit] ?? bit}`);
}

/** The same for this host; none if the kernel does not tell. */
export async function hostLackingCapabilities(): Promise<string[]> {
  try {
    const [status, last] = await Promise.all([
      readFile("/proc/self/status", "utf8"),
      readFile("/proc/sys/kernel/cap_last_cap", "utf8"),
    ]);
    return lackingCapabilities(status, Number(last));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
