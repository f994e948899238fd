import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { durationText } from "../../../services/compose/normal/duration.ts";
import {
  translated,
  type ContainerPlan,
  type ExtrasPlan,
  type FurtherPort,
  type HealthPlan,
  type Namespace,
} from "../../container-plan.ts";
import type { Scope } from "../../contract.ts";
import type { PublishedPort } from "../../deployment-plan.ts";
import { completionLabel, ownerLabels } from "../../rendering/labels.ts";
import { extrasArgs, type SecretOf } from "./extras-args.ts";
import { grantArgs } from "./grant-args.ts";
import { portLabel } from "./look.ts";
import { mountArgs } from "./mount-args.ts";
import { settingsLabel } from "./settings-label.ts";

/** What a container needs besides its plan: values that are known only when other resources are created. */
export interface ContainerInputs {
  readonly scope: Scope;
  readonly published: PublishedPort;
  /** Id of an image by its name in the rendering. */
  readonly imageOf: (name: string) => pulumi.Input<string>;
  /** Name in the rendering to Docker's name. */
  readonly networks: Readonly<Record<string, pulumi.Input<string>>>;
  readonly volumes: Readonly<Record<string, pulumi.Input<string>>>;
  /** Name of a delivered mount to Docker's name of its volume. */
  readonly delivered: Readonly<Record<string, pulumi.Input<string>>>;
  readonly secretOf: SecretOf;
  /** Name to id of the containers that were created before. */
  readonly containers: Readonly<Record<string, pulumi.Input<string>>>;
}

/** The provider's arguments for a container. Decides nothing: every value comes from the plan. */
export function containerArgs(plan: ContainerPlan, inputs: ContainerInputs): docker.ContainerArgs {
  const { name, fullName, services, image, process, identity, mounts, attachments, ...more } = plan;
  const { limits, health, completes, startsAfter, stop, restart, logs, grants, extras, ...rest } = more;
  translated(rest);
  const further = extras === undefined ? undefined : extrasArgs(extras, inputs.secretOf);
  // They hold the creation back, which is not an argument (see gates.ts): they must have been created before.
  for (const { container } of startsAfter) planned(inputs.containers, container);
  return {
    name: fullName,
    image: inputs.imageOf(image),
    ...processArgs(process),
    ...identityArgs(identity),
    ...attachmentArgs(name, attachments, inputs),
    ...mountArgs(mounts, (kind, mounted) => input(kind === "volume" ? inputs.volumes : inputs.delivered, mounted)),
    ...limitArgs(limits),
    ...(health === undefined ? {} : { healthcheck: healthcheckArgs(health) }),
    stopSignal: stop.signal,
    stopTimeout: stop.graceSeconds,
    // By default the provider stops containers without a grace period.
    destroyGraceSeconds: stop.graceSeconds,
    restart,
    ...logArgs(logs, further?.logging),
    ...grantArgs(grants, further?.securityOptions),
    // The owner's labels win: by them a deployment is found.
    labels: Object.entries({
      ...further?.labels,
      ...settingsLabel(plan),
      ...labelsFor(name, services, inputs),
      ...completionLabel(completes),
    }).map(([label, value]) => ({ label, value })),
    mustRun: completes === undefined,
    // Our own command waits for readiness, and fails with the reason; the provider would only time out.
    wait: false,
    ...further?.args,
  };
}

/** What a file of the user's says about a log wins. A daemon adds its own options to those of its own driver: so all that limit a log are here. */
function logArgs({ maxSizeMiB, maxFiles, ...rest }: ContainerPlan["logs"], logging: ExtrasPlan["logging"]) {
  translated(rest);
  const { driver, options } = logging ?? { driver: "json-file", options: {} };
  const limits = rotating.has(driver) ? { "max-size": `${maxSizeMiB}m`, "max-file": String(maxFiles) } : {};
  return { logDriver: driver, logOpts: { ...limits, ...options } };
}

/** Drivers whose logs are files that are rotated. */
const rotating: ReadonlySet<string> = new Set(["json-file", "local"]);

/** The command is the image's CMD, because the provider refuses empty words. */
function processArgs({ command, env, workingDir, init, terminal, ...rest }: ContainerPlan["process"]) {
  translated(rest);
  if (command.length === 0) throw new Error("a container has no command");
  return {
    envs: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    workingDir,
    init,
    ...(terminal ? { tty: true } : {}),
  };
}

function identityArgs({ uid, gid, groups, ...rest }: ContainerPlan["identity"]) {
  translated(rest);
  return { user: `${uid}:${gid}`, ...(groups.length === 0 ? {} : { groupAdds: groups.map(String) }) };
}

function limitArgs({ memoryMiB, memorySwapMiB = memoryMiB, cpus, pids, ...rest }: ContainerPlan["limits"]) {
  translated(rest);
  // The readiness step sets the limit on processes: the provider has no property for it.
  if (pids !== undefined && pids < 1) throw new Error("a container has a limit of 0 processes");
  return {
    // Equal to memory: no swap. Without it Docker doubles memory, and the next `up` shows a difference.
    ...(memoryMiB === undefined ? {} : { memory: memoryMiB, memorySwap: memorySwapMiB }),
    ...(cpus === undefined ? {} : { cpus: cpusText(cpus) }),
  };
}

/**
 * The form in which the provider writes what it reads from Docker; with any other, each refresh would show a difference: nine decimals
 * without trailing zeros, or one decimal if the text has nine zeros.
 */
function cpusText(cpus: number): string {
  const digits = cpus.toFixed(9);
  const text = digits.match(/0/g)?.length === 9 ? cpus.toFixed(1) : digits.replace(/0+$/, "");
  return Number(text) === cpus ? text : String(cpus);
}

function attachmentArgs(name: string, attachments: ContainerPlan["attachments"], inputs: ContainerInputs) {
  const { networks, joins, sharesIpc, publishes, further = [], instead, ...rest } = attachments;
  translated(rest);
  const holder =
    joins === undefined ? undefined : pulumi.interpolate`container:${input(inputs.containers, joins.container)}`;
  const joined = (namespace: Namespace) => (joins?.namespaces.includes(namespace) ? holder : undefined);
  const { address, external, internal } = inputs.published;
  const publishing = publishes !== undefined && inputs.published.container === name;
  return {
    // The default, but stated: newer releases of Docker report it, and the difference would replace the container at each `up`.
    networkMode: joined("network") ?? instead ?? "bridge",
    networksAdvanced: networks.map((network) => ({
      name: input(inputs.networks, network.name),
      aliases: [...network.aliases],
    })),
    ...given("ipcMode", joined("ipc") ?? (sharesIpc ? "shareable" : undefined)),
    ...given("pidMode", joined("pid")),
    ports: [
      ...(publishing ? [{ ip: address, external, internal, protocol: "tcp" }] : []),
      ...further.map((one) => furtherArgs(one, address)),
    ],
  };
}

function furtherArgs({ port, protocol, external, ...rest }: FurtherPort, address: string) {
  translated(rest);
  return { ip: address, internal: port, protocol, ...given("external", external) };
}

function healthcheckArgs({ argv, probe = argv, ...schedule }: HealthPlan) {
  const { intervalSeconds, timeoutSeconds, retries, startPeriodSeconds, ...rest } = schedule;
  translated(rest);
  // Containers that start after this one wait for the probe: see gates.ts.
  if (probe.length === 0) throw new Error("a health check has an empty probe");
  return {
    tests: ["CMD", ...argv],
    interval: goText(intervalSeconds),
    timeout: goText(timeoutSeconds),
    retries,
    startPeriod: goText(startPeriodSeconds),
  };
}

/** A duration in the form in which the provider reads it from Docker: with any other, such as 90s, each refresh would show a difference. */
function goText(seconds: number): string {
  return durationText(Math.round(seconds * 1e9));
}

/** A property, or none: to the provider, an undefined property differs from a missing one. */
function given<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, V>>);
}

function labelsFor(name: string, services: readonly string[], { scope, published }: ContainerInputs) {
  const port = published.container === name ? { [portLabel]: String(published.external) } : {};
  return { ...ownerLabels(scope, services), ...port };
}

/** @throws Error if the rendering does not plan it, or plans it later */
function planned(record: Readonly<Record<string, unknown>>, name: string): void {
  if (!(name in record)) throw new Error(`the rendering refers to "${name}", which it does not plan before`);
}

function input<T>(record: Readonly<Record<string, T>>, name: string): T {
  const value = record[name];
  if (value === undefined) throw new Error(`the rendering refers to "${name}", which it does not plan`);
  return value;
}
