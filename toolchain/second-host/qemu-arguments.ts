import type { GuestImage } from "./build-image.ts";
import type { MachineFiles } from "./files.ts";
import { guestRecipe } from "./recipe.ts";

/** How the machine's instructions are run: by the processor, or translated by QEMU. */
export type Accelerator = "kvm" | "tcg";

/** How large a machine is. */
export interface MachineSize {
  readonly cpus: number;
  readonly memoryMib: number;
}

/** In MiB: what QEMU keeps translated code in. Its own choice would be a gigabyte. */
const translationMib = 256;

export function acceleratorArguments(accelerator: Accelerator): string[] {
  return accelerator === "kvm"
    ? ["-accel", "kvm", "-cpu", "host"]
    : // Named alone: with "kvm:tcg" QEMU would stay with a KVM that opens and runs nothing.
      ["-accel", `tcg,thread=multi,tb-size=${translationMib}`, "-cpu", "max,la57=off"];
}

/** QEMU's arguments. It goes to the background once the machine runs, and writes its PID file. */
export function qemuArguments(
  files: MachineFiles,
  image: GuestImage,
  { cpus, memoryMib }: MachineSize,
  accelerator: Accelerator,
): string[] {
  const { cards } = guestRecipe;
  return [
    ...["-name", `container-approaches-${files.instance}`, "-nodefaults", "-no-user-config", "-display", "none"],
    ...["-machine", "q35", ...acceleratorArguments(accelerator), "-smp", String(cpus), "-m", `${memoryMib}M`],
    ...["-kernel", image.kernel, "-initrd", image.initramfs, "-append", kernelArguments(accelerator)],
    // Flushes of the machine are left to this host's page cache: after a crash of this host the disk is made anew.
    ...["-drive", `file=${escaped(files.disk)},format=qcow2,if=virtio,cache=unsafe,discard=unmap`],
    ...["-drive", `file=${escaped(files.seed)},format=raw,if=virtio,readonly=on`],
    ...["-netdev", `tap,id=host,ifname=${files.link},script=no,downscript=no`],
    ...["-device", `virtio-net-pci,netdev=host,mac=${cards.host},romfile=`],
    ...["-netdev", "user,id=outside,ipv6=off", "-device"],
    `virtio-net-pci,netdev=outside,mac=${cards.outside},romfile=`,
    ...["-device", "virtio-rng-pci", "-serial", `file:${files.console}`],
    ...["-pidfile", files.pid, "-daemonize"],
  ];
}

/** The kernel's command line. */
export function kernelArguments(accelerator: Accelerator): string {
  // Guards against processors' faults slow translated code down and guard nothing: it runs on no such processor.
  const emulated = accelerator === "tcg" ? ["mitigations=off", "nokaslr"] : [];
  return ["console=ttyS0", "panic=5", "audit=0", ...emulated].join(" ");
}

/** In QEMU's options a comma ends a value, unless it is doubled. */
function escaped(file: string): string {
  return file.replaceAll(",", ",,");
}
