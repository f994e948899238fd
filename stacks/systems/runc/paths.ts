/** What a container shall not see of the kernel, as Docker and podman have it. */
export const maskedPaths = [
  "/proc/asound",
  "/proc/acpi",
  "/proc/kcore",
  "/proc/keys",
  "/proc/latency_stats",
  "/proc/timer_list",
  "/proc/timer_stats",
  "/proc/sched_debug",
  "/proc/scsi",
  "/sys/firmware",
  "/sys/devices/virtual/powercap",
];

export const readonlyPaths = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

const allowed = (type: string, major: number, minor?: number, access = "rwm") => ({
  allow: true,
  type,
  major,
  ...(minor === undefined ? {} : { minor }),
  access,
});

/** Devices that every container has: null, zero, full, random, urandom, tty, console and its terminals. Others it cannot even make. */
export const usualDevices = [
  allowed("c", 1, 3),
  allowed("c", 1, 5),
  allowed("c", 1, 7),
  allowed("c", 1, 8),
  allowed("c", 1, 9),
  allowed("c", 5, 0),
  allowed("c", 5, 1),
  allowed("c", 5, 2),
  allowed("c", 136),
];
