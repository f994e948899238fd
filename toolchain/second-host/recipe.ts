import { recipeHash } from "../base-image/recipe.ts";
import { hashOf } from "../cache.ts";

/** Units that would cost an emulated machine time, or that wait for the network. */
const masked = [
  ...["apt-daily.timer", "apt-daily-upgrade.timer", "e2scrub_all.timer", "e2scrub_reap.service"],
  ...["podman-auto-update.timer", "podman-auto-update.service"],
];

/**
 * Drivers that are modules of the kernel and that the machine needs before its disk is there, in the order of their dependencies.
 * The others are loaded from the disk.
 */
const earlyModules = [
  "virtio/virtio_ring.ko",
  "virtio/virtio.ko",
  "virtio/virtio_pci_legacy_dev.ko",
  "virtio/virtio_pci_modern_dev.ko",
  "virtio/virtio_pci.ko",
  "block/virtio_blk.ko",
] as const;

/** Everything that decides what is on the machine's disk, with the base image that it is made from; its hash is the key of the cached image. */
export const guestRecipe = {
  base: recipeHash(),
  /** Names the kernel that is newest in the suite. */
  kernel: "linux-image-cloud-amd64",
  packages: [
    "systemd systemd-sysv udev dbus kmod iproute2 iptables ca-certificates procps openssh-server apparmor",
    "docker.io podman crun netavark aardvark-dns busybox-static",
  ],
  earlyModules,
  masked,
  enabled: ["systemd-networkd.service", "ssh.service", "docker.service"],
  /** Bytes that the machine sees; the file holds only what is written. */
  diskBytes: 24 * 2 ** 30,
  /** Of the two network cards: the link to the host, and the way to the outside through QEMU's user networking. */
  cards: { host: "52:54:00:ca:00:01", outside: "52:54:00:ca:00:02" },
  files: {
    "/etc/fstab": "/dev/vda / ext4 noatime 0 1\n",
    "/etc/hostname": "second-host\n",
    "/etc/hosts": "127.0.0.1 localhost second-host\n::1 localhost\n",
    "/etc/resolv.conf": "nameserver 10.0.2.3\n",
    "/etc/systemd/network/20-outside.network": [
      "[Match]",
      "MACAddress=52:54:00:ca:00:02",
      "[Network]",
      "Address=10.0.2.15/24",
      "Gateway=10.0.2.2",
      "LinkLocalAddressing=no",
      "IPv6AcceptRA=no",
      "",
    ].join("\n"),
    "/etc/ssh/sshd_config.d/second-host.conf": [
      "HostKey /etc/ssh/ssh_host_ed25519_key",
      "PasswordAuthentication no",
      "PermitRootLogin prohibit-password",
      "UseDNS no",
      // Every request of a docker client is a session of one connection.
      "MaxSessions 500",
      "",
    ].join("\n"),
  },
  /** The program of the initramfs: loads drivers, mounts the disk, takes this machine's keys from the second disk, starts systemd. */
  init: [
    "#!/bin/busybox sh",
    "b=/bin/busybox",
    "$b mount -t devtmpfs dev /dev",
    "$b mount -t proc proc /proc",
    "for module in /modules/*.ko; do $b insmod $module; done",
    "tries=0",
    "while [ ! -b /dev/vdb ] && [ $tries -lt 300 ]; do $b sleep 0.1; tries=$((tries + 1)); done",
    "$b mount -t ext4 -o noatime /dev/vda /root || { echo second-host: no disk; $b poweroff -f; }",
    "$b tar -xf /dev/vdb -C /root || echo second-host: no keys",
    "$b umount /proc",
    "exec $b switch_root /root /lib/systemd/systemd",
    "",
  ].join("\n"),
} as const;

/** Changes with the recipe, and with the one of the base image. */
export function guestHash(recipe: object = guestRecipe): string {
  return hashOf([JSON.stringify(recipe)]);
}
