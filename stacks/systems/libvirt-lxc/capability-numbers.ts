/** In the order of linux/capability.h: the index is the number. */
const inOrder = [
  ...["CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "SETPCAP"],
  ...["LINUX_IMMUTABLE", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW", "IPC_LOCK", "IPC_OWNER"],
  ...["SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT", "SYS_PTRACE", "SYS_PACCT", "SYS_ADMIN", "SYS_BOOT", "SYS_NICE"],
  ...["SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD", "LEASE", "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP"],
  ...["MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG", "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ", "PERFMON", "BPF"],
  "CHECKPOINT_RESTORE",
];

/** @param name without the prefix CAP_ @throws Error for one that the kernel does not have */
export function capabilityNumber(name: string): number {
  const number = inOrder.indexOf(name);
  if (number === -1) throw new Error(`the kernel has no capability ${name}`);
  return number;
}

/** Those that libvirt takes from a container unless its domain says otherwise. */
export const takenByLibvirt = ["SYS_MODULE", "SYS_TIME", "MKNOD", "AUDIT_CONTROL", "MAC_ADMIN"];
