import type { HealthcheckPlan, NetworkPlan, Scope, UnitPlan } from "../stacks/contract.ts";
import { ownerLabels } from "../stacks/rendering/labels.ts";

const mebibyte = 1024 ** 2;
const nanosecondsPerSecond = 1e9;

/** Body of the call that creates a network. */
export function networkBody({ fullName, internal }: NetworkPlan, scope: Scope) {
  return { Name: fullName, CheckDuplicate: true, Driver: "bridge", Internal: internal, Labels: ownerLabels(scope) };
}

/** A container's creation, and the networks to attach it to before it starts: the API takes one network at creation. */
export interface ContainerRequest {
  readonly create: Readonly<Record<string, unknown>>;
  readonly connect: readonly { readonly network: string; readonly aliases: readonly string[] }[];
}

/**
 * @param image reference of the unit's image
 * @param networkNames network's name in the rendering to its name on the engine
 */
export function containerRequest(
  unit: UnitPlan,
  scope: Scope,
  image: string,
  networkNames: ReadonlyMap<string, string>,
): ContainerRequest {
  const networks = unit.networks.map(({ name, aliases }) => ({ network: networkNames.get(name) ?? name, aliases }));
  const [first, ...rest] = networks;
  if (first === undefined) throw new Error(`the unit ${unit.name} is on no network`);
  return {
    create: {
      Image: image,
      Cmd: unit.command,
      Env: Object.entries(unit.env).map(([name, value]) => `${name}=${value}`),
      User: unit.user,
      WorkingDir: unit.workingDir,
      Labels: ownerLabels(scope, unit.services),
      ...(unit.healthcheck === undefined ? {} : { Healthcheck: healthcheck(unit.healthcheck) }),
      StopSignal: unit.stopSignal,
      StopTimeout: unit.stopGraceSeconds,
      ExposedPorts: Object.fromEntries(unit.ports.map(({ internal }) => [`${internal}/tcp`, {}])),
      HostConfig: { ...hostConfig(unit), NetworkMode: first.network },
      NetworkingConfig: { EndpointsConfig: { [first.network]: { Aliases: first.aliases } } },
    },
    connect: rest,
  };
}

function healthcheck(plan: HealthcheckPlan) {
  return {
    Test: ["CMD", ...plan.argv],
    Interval: plan.intervalSeconds * nanosecondsPerSecond,
    Timeout: plan.timeoutSeconds * nanosecondsPerSecond,
    Retries: plan.retries,
    StartPeriod: plan.startPeriodSeconds * nanosecondsPerSecond,
  };
}

function hostConfig(unit: UnitPlan) {
  return {
    PortBindings: Object.fromEntries(
      unit.ports.map(({ address, external, internal }) => [
        `${internal}/tcp`,
        [{ HostIp: address, HostPort: String(external) }],
      ]),
    ),
    Tmpfs: unit.tmpfs,
    Mounts: unit.volumes.map(({ name, path }) => ({ Type: "volume", Source: name, Target: path })),
    ReadonlyRootfs: unit.readOnlyRoot,
    CapAdd: unit.capabilities.add,
    CapDrop: unit.capabilities.drop,
    SecurityOpt: unit.noNewPrivileges ? ["no-new-privileges"] : [],
    Memory: unit.limits.memoryMiB * mebibyte,
    MemorySwap: unit.limits.memoryMiB * mebibyte,
    NanoCpus: unit.limits.cpus * nanosecondsPerSecond,
    PidsLimit: unit.limits.pids,
    Init: unit.init,
    RestartPolicy: { Name: unit.restart },
    LogConfig: {
      Type: "json-file",
      Config: { "max-size": `${unit.logs.maxSizeMiB}m`, "max-file": String(unit.logs.maxFiles) },
    },
  };
}
