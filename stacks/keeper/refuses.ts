import type { ContainerPlan } from "../container-plan.ts";

/**
 * What no system of this kind honours of a container.
 * @param securityOptions those that the system has
 */
export function keptRefusals(
  { grants, attachments, extras }: ContainerPlan,
  securityOptions: readonly string[],
): readonly string[] {
  const { further = [] } = attachments;
  return [
    ...(grants.privileged === true ? ["it gets no privilege: only the capabilities that are named"] : []),
    ...(grants.cgroupNamespace === "host" ? ["its cgroups are its own, not the host's"] : []),
    ...(grants.cgroupParent === undefined ? [] : [`its cgroup is not below ${grants.cgroupParent}`]),
    ...further.flatMap(({ port, protocol, external }) =>
      protocol === "tcp" && external !== undefined ? [] : [`its port ${port}/${protocol} is not published`],
    ),
    ...(extras === undefined ? [] : refusedExtras(extras, securityOptions)),
  ];
}

/** What a system does not honour whose program joins no processes, and has no size for /dev/shm. */
export function simpleRefusals({ attachments, extras }: ContainerPlan, program: string): readonly string[] {
  return [
    ...(attachments.joins?.namespaces.includes("pid") === true
      ? ["its processes are not those of another container"]
      : []),
    ...(extras?.kernel.shmMiB === undefined ? [] : [`its /dev/shm has the size that ${program} gives it`]),
  ];
}

/** What a system does not honour whose cgroups are made by cgroups.sh. */
export function cgroupRefusals({ extras }: ContainerPlan): readonly string[] {
  const { cpuset, cpuShares, reservedMiB } = extras ?? {};
  return [
    ...(cpuset === undefined ? [] : ["it may use every processor"]),
    ...(cpuShares === undefined ? [] : ["its share of contended processors is that of others"]),
    ...(reservedMiB === undefined ? [] : ["no memory is reserved for it"]),
  ];
}

function refusedExtras(
  { names, devices, securityOptions, input, logging, runtime }: NonNullable<ContainerPlan["extras"]>,
  known: readonly string[],
): readonly string[] {
  const { servers, search, options } = names.dns;
  return [
    ...(names.domainname === undefined ? [] : [`it has no domain name: ${names.domainname} is left out`]),
    ...(servers.length + search.length + options.length === 0 ? [] : ["its name servers are the host's"]),
    ...devices.map(({ source }) => `it does not get the device ${source}`),
    ...securityOptions.filter((one) => !known.includes(one)).map((one) => `it has no security option ${one}`),
    ...(input ? ["its standard input is closed"] : []),
    ...(logging === undefined ? [] : [`its log is a file of ours, and not ${logging.driver}`]),
    ...(runtime === undefined ? [] : [`its runtime is not ${runtime}`]),
  ];
}
