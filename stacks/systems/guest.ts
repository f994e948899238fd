/** Kernel and initramfs of a system whose containers are guests. */
export interface Guest {
  /** Gets `vmlinuz`, `initramfs`, `accelerator`: `kvm` where that runs a kernel here, else `tcg`; and `pace`, the number of `GuestLook`. */
  readonly folder: string;
  readonly recipe: GuestRecipe;
}

/** What a guest's kernel and initramfs are made of, on the base image. */
export interface GuestRecipe {
  /** Package that depends on the kernel's own. */
  readonly kernel: string;
  readonly packages: readonly string[];
  /** Drivers, below the kernel's folder of modules and without `.ko`, in the order of their dependencies. */
  readonly modules: readonly string[];
  /** Of the packages, with the libraries that they need: `/tools/bin` and `/tools/lib` of the initramfs. */
  readonly programs: readonly string[];
  /** Text of the initramfs' program `/init`. With `measure` on the kernel's command line, it prints what `work` prints, and turns the guest off. */
  readonly init: string;
  /** Lines of sh that work for a second, and print `done N`, several times. */
  readonly work: string;
}
