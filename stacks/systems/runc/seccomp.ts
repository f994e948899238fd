/** A rule of a profile, in the form that the packages of containers/common have in /usr/share/containers/seccomp.json. */
interface ProfileRule {
  readonly names: readonly string[];
  readonly action: string;
  readonly args?: readonly ProfileArgument[] | null;
  readonly errnoRet?: number;
  readonly includes?: Conditions;
  readonly excludes?: Conditions;
}

interface ProfileArgument {
  readonly index: number;
  readonly value: number;
  readonly valueTwo: number;
  readonly op: string;
}

/** Where a rule holds: on one of the processors, and with all of the capabilities. */
interface Conditions {
  readonly arches?: readonly string[];
  readonly caps?: readonly string[];
}

export interface Profile {
  readonly defaultAction: string;
  readonly defaultErrnoRet?: number;
  readonly archMap: readonly { readonly architecture: string; readonly subArchitectures: readonly string[] | null }[];
  readonly syscalls: readonly ProfileRule[];
}

/** Names of this machine's processor in profiles, by Node's. */
const processors: Readonly<Record<string, { readonly arch: string; readonly seccomp: string }>> = {
  x64: { arch: "amd64", seccomp: "SCMP_ARCH_X86_64" },
  arm64: { arch: "arm64", seccomp: "SCMP_ARCH_AARCH64" },
};

/**
 * The filter of a container, as the OCI's runtime specification has it: a profile's rules for this processor and these capabilities. Pure.
 * @param capabilities with the prefix
 * @throws Error for a processor that is not known here
 */
export function seccompOf(profile: Profile, capabilities: readonly string[], processor: string) {
  const here = processors[processor];
  if (here === undefined) throw new Error(`no seccomp filter is known for the processor ${processor}`);
  const meets = ({ arches, caps }: Conditions, none: boolean) =>
    (arches === undefined || arches.includes(here.arch)) &&
    (caps === undefined || caps.every((one) => capabilities.includes(one))) &&
    (none || arches !== undefined || caps !== undefined);
  const rules = profile.syscalls.filter(
    ({ includes = {}, excludes = {} }) => meets(includes, true) && !meets(excludes, false),
  );
  const others = profile.archMap.find(({ architecture }) => architecture === here.seccomp)?.subArchitectures ?? [];
  return {
    defaultAction: profile.defaultAction,
    ...(profile.defaultErrnoRet === undefined ? {} : { defaultErrnoRet: profile.defaultErrnoRet }),
    architectures: [here.seccomp, ...others],
    syscalls: rules.map(({ names, action, args, errnoRet }) => ({
      names,
      action,
      ...(errnoRet === undefined ? {} : { errnoRet }),
      ...((args ?? []).length === 0 ? {} : { args }),
    })),
  };
}
