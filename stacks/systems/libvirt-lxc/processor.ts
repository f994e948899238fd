/** What the kernel's interface has on a processor. */
export interface Processor {
  /** Numbers of the system calls that begin.pl makes. */
  readonly calls: Readonly<Record<string, number>>;
  /** Kinds of programs that run on it, each with the numbers of the system calls that a container may not make. The first is its own. */
  readonly kinds: readonly ProgramKind[];
}

export interface ProgramKind {
  /** The kernel's number of the kind: AUDIT_ARCH_... in linux/audit.h. */
  readonly number: number;
  /** Of kexec_load, kexec_file_load, open_by_handle_at, init_module, finit_module, delete_module, as far as it has them. */
  readonly denied: readonly number[];
  /** The first number of system calls of another kind with the same number. @default it shares its number with none */
  readonly othersFrom?: number;
}

/** By Node's name. */
const processors: Readonly<Record<string, Processor>> = {
  x64: {
    calls: {
      prctl: 157,
      mount: 165,
      sethostname: 170,
      setgroups: 116,
      setresuid: 117,
      setresgid: 119,
      capget: 125,
      capset: 126,
      prlimit64: 302,
    },
    kinds: [
      { number: 0xc000003e, denied: [246, 320, 304, 175, 313, 176], othersFrom: 0x40000000 },
      { number: 0x40000003, denied: [283, 342, 128, 350, 129] },
    ],
  },
  arm64: {
    calls: {
      prctl: 167,
      mount: 40,
      sethostname: 161,
      setgroups: 159,
      setresuid: 147,
      setresgid: 149,
      capget: 90,
      capset: 91,
      prlimit64: 261,
    },
    kinds: [
      { number: 0xc00000b7, denied: [104, 294, 265, 105, 273, 106] },
      { number: 0x40000028, denied: [347, 401, 371, 128, 379, 129] },
    ],
  },
};

/** @param name as Node has it @throws Error for one that is not known here */
export function processorNamed(name: string): Processor {
  const found = processors[name];
  if (found === undefined) throw new Error(`the numbers of system calls are not known for the processor ${name}`);
  return found;
}
