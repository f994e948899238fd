import { shellQuote } from "../shell-env.ts";
import { guestRecipe } from "./recipe.ts";

/** Lines of a package manager that say how far it is: `dlstatus:3:41.2:Retrieving file 3 of 90`, `pmstatus:podman:80.1:Unpacking podman`. */
export interface AptProgress {
  readonly phase: "download" | "install";
  /** Of this phase, 0 to 1. */
  readonly share: number;
  readonly what: string;
}

/** @returns undefined for every other line */
export function parseAptProgress(line: string): AptProgress | undefined {
  const match = /^(dlstatus|pmstatus):([^:]*):(\d+(?:\.\d+)?):(.*)$/.exec(line);
  const [, kind, , percent, what = ""] = match ?? [];
  if (match === null) return undefined;
  return { phase: kind === "dlstatus" ? "download" : "install", share: Number(percent) / 100, what };
}

/** Installs packages and the kernel into the root file system at `/`, and makes the initramfs: for `sh -c`, after a chroot. */
export function buildScript({ packages, kernel, masked, enabled, earlyModules } = guestRecipe): string {
  const apt = "apt-get -q -o APT::Status-Fd=1 -o Acquire::Retries=2";
  const units = [...masked].join(" ");
  const modules = earlyModules.map(
    (file, index) =>
      `cp "/lib/modules/$version/kernel/drivers/${file}" "/tmp/early/modules/${String(index).padStart(2, "0")}.ko"`,
  );
  return [
    "set -e",
    "export DEBIAN_FRONTEND=noninteractive LC_ALL=C",
    "apt-get -q update",
    `${apt} install -y --no-install-recommends ${packages.join(" ")}`,
    "cd /tmp",
    `image=$(apt-cache depends ${kernel} | sed -n 's/^ *Depends: \\(linux-image-[0-9][^ ]*\\)$/\\1/p' | head -n 1)`,
    `test -n "$image"`,
    `apt-get -q download "$image"`,
    // Not into /, where it would put a folder in the place of the link /lib.
    "dpkg-deb --extract linux-image-*.deb /tmp/kernel",
    "mv /tmp/kernel/lib/modules /usr/lib/modules",
    "mv /tmp/kernel/boot/vmlinuz-* /boot/vmlinuz",
    "version=$(ls /lib/modules)",
    'depmod -a "$version"',
    `systemctl enable ${enabled.join(" ")}`,
    `systemctl mask ${units}`,
    "mkdir -p /tmp/early/bin /tmp/early/modules /tmp/early/dev /tmp/early/proc /tmp/early/root",
    "cp /bin/busybox /tmp/early/bin/busybox",
    ...modules,
    `printf %s ${shellQuote(guestRecipe.init)} > /tmp/early/init`,
    "chmod 755 /tmp/early/init",
    "(cd /tmp/early && find . | busybox cpio -o -H newc > /boot/initramfs)",
    "apt-get -q clean",
    "rm -rf /tmp/* /var/lib/apt/lists/* /etc/ssh/ssh_host_* /usr/sbin/policy-rc.d",
  ].join("\n");
}
