import { createHash } from "node:crypto";
import { hostLib } from "../../keeper/contract.ts";
import type { GuestRecipe } from "../guest.ts";

/** Counts as far as it gets in a second, three times: other work of the machine disturbs. */
const work = [
  "now() { read -r up _ </proc/uptime; echo 1${up%.*}${up#*.}; }",
  "for turn in 1 2 3; do",
  "  begin=$(now) rounds=0",
  "  while [ $(($(now) - begin)) -lt 100 ]; do",
  "    i=0",
  "    while [ $i -lt 500 ]; do i=$((i + 1)); done",
  "    rounds=$((rounds + 1))",
  "  done",
  "  echo done $rounds",
  "done",
].join("\n");

/** Everything that decides what the kernel and the initramfs of guests are. */
export const guestRecipe: GuestRecipe = {
  // For machines that are virtual: most drivers are left out. Names the newest one of its release.
  kernel: "linux-image-cloud-amd64",
  packages: ["busybox-static", "catatonit", "dnsmasq-base", "iproute2", "util-linux"],
  modules: [
    ...["drivers/virtio/virtio_ring", "drivers/virtio/virtio"],
    ...["drivers/virtio/virtio_pci_modern_dev", "drivers/virtio/virtio_pci_legacy_dev", "drivers/virtio/virtio_pci"],
    ...["net/core/failover", "drivers/net/net_failover", "drivers/net/virtio_net"],
    ...["drivers/char/virtio_console", "drivers/char/hw_random/virtio-rng", "fs/fuse/fuse", "fs/fuse/virtiofs"],
  ],
  programs: ["unshare", "nsenter", "setpriv", "prlimit", "env", "ip", "catatonit", "dnsmasq"],
  /** Loads drivers, mounts what the host shows of itself, and goes on with what lies there. */
  init: [
    "#!/bin/busybox sh",
    "/bin/busybox mount -t proc proc /proc",
    "/bin/busybox --install -s /bin",
    "export PATH=/tools/bin:/bin",
    // The keeper knows the init by the end of its name.
    "ln -s catatonit /tools/bin/container-init",
    "mount -t devtmpfs dev /dev",
    'case " $(cat /proc/cmdline) " in *" measure "*) sh /work >/dev/ttyS0; poweroff -f ;; esac',
    "mount -t sysfs sys /sys",
    "mount -t tmpfs run /run",
    "for module in /modules/*.ko; do insmod $module; done",
    "mount -t virtiofs share /share && exec sh /share/control/boot.sh",
    "echo 'the guest sees nothing of its host' >/dev/ttyS0",
    "poweroff -f",
    "",
  ].join("\n"),
  work,
};

/** Folder with those of every recipe that this machine has had. */
export const guestsFolder = `${hostLib}/vm/guests`;

/** Folder with the kernel `vmlinuz`, the `initramfs`, and `accelerator`, one word. The same for all guests of this machine. */
export const guestFolder = `${guestsFolder}/${hashOf(guestRecipe)}`;

function hashOf(recipe: GuestRecipe): string {
  return createHash("sha256").update(JSON.stringify(recipe)).digest("hex").slice(0, 12);
}
