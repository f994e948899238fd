import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Namespace, Scope, UnitPlan } from "../contract.ts";
import { ownerLabels } from "../rendering/labels.ts";
import { portLabel } from "./look.ts";

/** What a container needs from resources that exist only once they are created. */
export interface ContainerInputs {
  readonly image: pulumi.Input<string>;
  /** Network's name in the rendering to its name on the engine. */
  readonly networks: Readonly<Record<string, pulumi.Input<string>>>;
  readonly volumes: Readonly<Record<string, pulumi.Input<string>>>;
  /** Unit's name to its container's id, of those that were created before. */
  readonly units: Readonly<Record<string, pulumi.Input<string>>>;
}

/** The provider's arguments for a unit. Decides nothing: every value comes from the plan. */
export function containerArgs(unit: UnitPlan, scope: Scope, inputs: ContainerInputs): docker.ContainerArgs {
  return {
    name: unit.fullName,
    image: inputs.image,
    command: [...unit.command],
    envs: Object.entries(unit.env).map(([name, value]) => `${name}=${value}`),
    user: unit.user,
    workingDir: unit.workingDir,
    ...namespaceArgs(unit, inputs),
    ports: unit.ports.map(({ address, external, internal }) => ({ ip: address, external, internal, protocol: "tcp" })),
    tmpfs: unit.tmpfs,
    volumes: mountArgs(unit, inputs),
    readOnly: unit.readOnlyRoot,
    ...privilegeArgs(unit),
    ...limitArgs(unit),
    init: unit.init,
    ...given("tty", unit.tty),
    restart: unit.restart,
    ...healthcheckArgs(unit),
    stopSignal: unit.stopSignal,
    stopTimeout: unit.stopGraceSeconds,
    // Without it the provider stops containers with no grace at all.
    destroyGraceSeconds: unit.stopGraceSeconds,
    logDriver: "json-file",
    logOpts: { "max-size": `${unit.logs.maxSizeMiB}m`, "max-file": String(unit.logs.maxFiles) },
    labels: Object.entries(labelsFor(unit, scope)).map(([label, value]) => ({ label, value })),
    mustRun: true,
    // Readiness is waited for by a command of our own, which fails with the reason; the provider would only time out.
    wait: false,
  };
}

function limitArgs({ limits }: UnitPlan): Pick<docker.ContainerArgs, "memory" | "memorySwap" | "cpus"> {
  return {
    memory: limits.memoryMiB,
    // As much as memory: no swap. Left out, the engine doubles it and the next `up` shows a difference.
    memorySwap: limits.memoryMiB,
    // Processes are limited by the readiness step: the provider has no property for it.
    cpus: cpusText(limits.cpus),
  };
}

/**
 * As the provider writes what it reads from the engine, or each refresh would show a difference: nine digits without zeros at the end,
 * and one digit where nine of them are zeros.
 */
function cpusText(cpus: number): string {
  const digits = cpus.toFixed(9);
  const text = digits.match(/0/g)?.length === 9 ? cpus.toFixed(1) : digits.replace(/0+$/, "");
  return Number(text) === cpus ? text : String(cpus);
}

function namespaceArgs(unit: UnitPlan, inputs: ContainerInputs): Partial<docker.ContainerArgs> {
  const { joins, cgroupNamespace, cgroupParent, sharesIpc } = unit;
  const holder = joins === undefined ? undefined : pulumi.interpolate`container:${input(inputs.units, joins.unit)}`;
  const joined = (namespace: Namespace) => (joins?.namespaces.includes(namespace) ? holder : undefined);
  return {
    // Stated although it is the default: newer engines report it, and the difference would replace the container at each `up`.
    networkMode: joined("network") ?? "bridge",
    networksAdvanced: unit.networks.map(({ name, aliases }) => ({
      name: input(inputs.networks, name),
      aliases: [...aliases],
    })),
    ...given("ipcMode", joined("ipc") ?? (sharesIpc ? "shareable" : undefined)),
    ...given("pidMode", joined("pid")),
    ...given("cgroupnsMode", cgroupNamespace),
    ...given("cgroupParent", cgroupParent),
  };
}

function mountArgs(unit: UnitPlan, inputs: ContainerInputs): docker.types.input.ContainerVolume[] {
  const named = unit.volumes.map(({ name, path }) => ({
    volumeName: input(inputs.volumes, name),
    containerPath: path,
  }));
  const bound = (unit.binds ?? []).map(({ source, target, readOnly }) => ({
    hostPath: source,
    containerPath: target,
    readOnly,
  }));
  return [...named, ...bound];
}

function privilegeArgs(unit: UnitPlan): Partial<docker.ContainerArgs> {
  const { add, drop } = unit.capabilities;
  const own = unit.noNewPrivileges ? ["no-new-privileges"] : [];
  // What the engine makes of a privileged container by itself: a refresh would find the difference.
  if (unit.privileged) return { privileged: true, securityOpts: [...own, "label=disable"] };
  return {
    // With the prefix that engines add by themselves.
    capabilities: { adds: add.map((name) => `CAP_${name}`), drops: [...drop] },
    securityOpts: own,
  };
}

function healthcheckArgs({ healthcheck }: UnitPlan): Pick<docker.ContainerArgs, "healthcheck"> {
  if (healthcheck === undefined) return {};
  return {
    healthcheck: {
      tests: ["CMD", ...healthcheck.argv],
      interval: `${healthcheck.intervalSeconds}s`,
      timeout: `${healthcheck.timeoutSeconds}s`,
      retries: healthcheck.retries,
      startPeriod: `${healthcheck.startPeriodSeconds}s`,
    },
  };
}

/** A property, or none: the provider tells an undefined one from one that is not there. */
function given<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, V>>);
}

function labelsFor(unit: UnitPlan, scope: Scope): Record<string, string> {
  const [port] = unit.ports;
  return {
    ...ownerLabels(scope, unit.services),
    ...(port === undefined ? {} : { [portLabel]: String(port.external) }),
  };
}

function input<T>(record: Readonly<Record<string, T>>, name: string): T {
  const value = record[name];
  if (value === undefined) throw new Error(`the rendering refers to "${name}", which it does not plan`);
  return value;
}
