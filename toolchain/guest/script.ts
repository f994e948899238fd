import { shellQuote } from "../shell-env.ts";

/** What a guest's kernel and initramfs are made of, on the base image. */
export interface GuestParts {
  /** Package that depends on the kernel's own. */
  readonly kernel: string;
  readonly packages: readonly string[];
  /** Drivers, below the kernel's folder of modules and without `.ko`, in the order of their dependencies. */
  readonly modules: readonly string[];
  /** Of the packages, with the libraries that they need: `/tools/bin` and `/tools/lib` of the initramfs. */
  readonly programs: readonly string[];
  /** Text of the initramfs' program `/init`. */
  readonly init: string;
  /** Lines of sh that work for a second, and print `done N`, several times: how fast a machine is. */
  readonly work: string;
}

/** Makes /boot/vmlinuz and /boot/initramfs: for `sh -c`, in the root file system of the base image. Pure. */
export function guestScript({ kernel, packages, modules, programs, init, work }: GuestParts): string {
  const initramfs = "/tmp/initramfs";
  return [
    "set -e",
    "export DEBIAN_FRONTEND=noninteractive LC_ALL=C",
    "apt-get -q update",
    `apt-get -q -o Acquire::Retries=2 install -y --no-install-recommends ${packages.join(" ")}`,
    ...kernelLines(kernel),
    `mkdir -p ${initramfs} && cd ${initramfs}`,
    "mkdir -p bin dev proc sys run root share cg tools/bin tools/lib modules",
    "cp /bin/busybox bin/busybox",
    "cp /bin/busybox tools/bin/busybox",
    ...modules.map(
      (name, index) =>
        `cp "/tmp/kernel/lib/modules/$version/kernel/${name}.ko" modules/${String(index).padStart(2, "0")}.ko`,
    ),
    `for program in ${programs.join(" ")}; do`,
    '  cp "$(command -v "$program")" tools/bin/',
    // The loader is the one that its name begins with a slash of; a static program has none.
    `  for library in $(ldd "tools/bin/$program" 2>/dev/null | grep -o '/[^ ]*'); do cp -L "$library" tools/lib/; done`,
    "done",
    "mv tools/lib/ld-linux-*.so.* tools/lib/ld.so",
    // Where programs look for their loader and libraries.
    "ln -s tools/lib lib",
    "ln -s tools/lib lib64",
    "ln -s ld.so tools/lib/ld-linux-x86-64.so.2",
    `printf %s ${shellQuote(init)} >init`,
    `printf %s ${shellQuote(work)} >work`,
    "chmod 755 init",
    "find . | busybox cpio -o -H newc >/boot/initramfs",
    "rm -rf /tmp/*",
  ].join("\n");
}

/** Downloads the package that a package of kernels depends on, and takes it apart: `$version`, /boot/vmlinuz, /tmp/kernel. */
function kernelLines(kernel: string): readonly string[] {
  return [
    "cd /tmp",
    `image=$(apt-cache depends ${kernel} | sed -n 's/^ *Depends: \\(linux-image-[0-9][^ ]*\\)$/\\1/p' | head -n 1)`,
    'test -n "$image"',
    'apt-get -q download "$image"',
    // Not into /, where it would put a folder in the place of the link /lib.
    "dpkg-deb --extract linux-image-*.deb /tmp/kernel",
    "mv /tmp/kernel/boot/vmlinuz-* /boot/vmlinuz",
    "version=$(ls /tmp/kernel/lib/modules)",
  ];
}
