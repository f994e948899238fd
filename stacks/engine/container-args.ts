import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { Scope, UnitPlan } from "../contract.ts";
import { ownerLabels } from "../rendering/labels.ts";
import { portLabel } from "./look.ts";

/** What a container needs from resources that exist only once they are created. */
export interface ContainerInputs {
  readonly image: pulumi.Input<string>;
  /** Network's name in the rendering to its name on the engine. */
  readonly networks: Readonly<Record<string, pulumi.Input<string>>>;
  readonly volumes: Readonly<Record<string, pulumi.Input<string>>>;
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
    // Stated although it is the default: newer engines report it, and the difference would replace the container at each `up`.
    networkMode: "bridge",
    networksAdvanced: unit.networks.map(({ name, aliases }) => ({
      name: input(inputs.networks, name),
      aliases: [...aliases],
    })),
    ports: unit.ports.map(({ address, external, internal }) => ({ ip: address, external, internal, protocol: "tcp" })),
    tmpfs: unit.tmpfs,
    volumes: unit.volumes.map(({ name, path }) => ({ volumeName: input(inputs.volumes, name), containerPath: path })),
    readOnly: unit.readOnlyRoot,
    capabilities: { adds: [...unit.capabilities.add], drops: [...unit.capabilities.drop] },
    securityOpts: unit.noNewPrivileges ? ["no-new-privileges"] : [],
    ...limitArgs(unit),
    init: unit.init,
    restart: unit.restart,
    healthcheck: healthcheckArgs(unit),
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
    cpus: String(limits.cpus),
  };
}

function healthcheckArgs({ healthcheck }: UnitPlan): docker.types.input.ContainerHealthcheck {
  return {
    tests: ["CMD", ...healthcheck.argv],
    interval: `${healthcheck.intervalSeconds}s`,
    timeout: `${healthcheck.timeoutSeconds}s`,
    retries: healthcheck.retries,
    startPeriod: `${healthcheck.startPeriodSeconds}s`,
  };
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
