import { constants } from "node:os";
import type { ContainerPlan } from "../container-plan.ts";
import type { DeploymentPlan } from "../deployment-plan.ts";
import { completionLabel, ownerLabels } from "../rendering/labels.ts";
import { commandLine, quote } from "../rendering/shell.ts";
import { grantedCapabilities } from "./capabilities.ts";
import {
  diskFolder,
  fullNameIn,
  hostnameOf,
  imageFolder,
  imageOf,
  variablesOf,
  volumeFolder,
  type Bind,
  type KeptPlace,
  type KeptSystem,
} from "./contract.ts";
import { limitSettings } from "./limits.ts";

/** The files of a container that are the same for every system of this kind, by path in its folder. Pure. */
export function keptFiles(
  kept: KeptSystem,
  container: ContainerPlan,
  plan: DeploymentPlan,
  place: KeptPlace,
): Readonly<Record<string, string>> {
  const { name: system } = kept;
  const { fullName, services, attachments, mounts, completes, extras } = container;
  const { scope, published, rendering } = plan;
  const port = published.container === container.name ? published : undefined;
  const labels = { ...extras?.labels, ...ownerLabels(scope, services), ...completionLabel(completes) };
  const networks = attachments.networks.map(({ name, aliases }) =>
    [fullNameIn(rendering.networks, name), ...aliases].join(" "),
  );
  const further = (attachments.further ?? []).filter(({ protocol }) => protocol === "tcp");
  const listening = [
    ...(port === undefined ? [] : [`${hostPart(port.address)}:${port.external} ${port.internal}`]),
    ...further.flatMap(({ external, port: inside }) =>
      external === undefined ? [] : [`${hostPart(published.address)}:${external} ${inside}`],
    ),
  ];
  const hostname = (kept.hostnameFor ?? String)(hostnameOf(container));
  const hosts = (extras?.names.hosts ?? []).map(({ name, address }) => `${address} ${name}`);
  const settings = Object.entries({ ...settingsOf(kept, container, plan, place), ...cgroupOf(kept, fullName) });
  return {
    settings: lines(settings.map(([key, value]) => `${key}=${quote(value)}`)),
    ...(container.health === undefined ? {} : { "check.json": JSON.stringify(container.health.argv) }),
    environment: `${commandLine(variablesOf(container, hostname))}\n`,
    labels: lines(Object.entries(labels).map(([name, value]) => `${name}=${value.replaceAll("\n", " ")}`)),
    networks: lines(networks),
    publish: lines(listening),
    ports: lines(listening.map((one) => one.replace(/^.*:(\d+) .*$/, "$1"))),
    points: lines(mounts.map(({ path }) => `folder ${path}`)),
    volumes: lines(place.binds.filter(isVolume(system)).map(({ source, path }) => `${source} ${path}`)),
    "etc/hosts.own": lines(hosts),
    "etc/hostname": lines([hostname]),
  };
}

/** First of the real-time signals that programs can use, with the C library of Debian and Ubuntu. */
const firstRealTime = 34;

/** s6-supervise knows no names of real-time signals. */
function signalNumber(signal: string): string {
  const [, offset] = /^SIGRTMIN\+(\d+)$/.exec(signal) ?? [];
  const known: Readonly<Record<string, number>> = constants.signals;
  const number = offset === undefined ? known[signal] : firstRealTime + Number(offset);
  if (number === undefined) throw new Error(`there is no signal ${signal}`);
  return String(number);
}

/** Variables of sh. */
function settingsOf(
  kept: KeptSystem,
  container: ContainerPlan,
  plan: DeploymentPlan,
  place: KeptPlace,
): Readonly<Record<string, string>> {
  const { name: system, downSignal, controllers, startSeconds = 10 } = kept;
  const { fullName, attachments, health, completes, stop, restart, logs, process, identity, grants, limits } =
    container;
  const disk = diskFolder(system, fullName);
  return {
    name: fullName,
    root_folder: imageFolder(system, imageOf(plan, container)),
    disk_folder: disk,
    log_folder: `${disk}/log`,
    log_files: String(logs.maxFiles),
    log_bytes: String(logs.maxSizeMiB * 1024 ** 2),
    ...networkSettings(kept, attachments, place),
    ...controllerSettings(controllers),
    start_seconds: String(startSeconds),
    stop_signal: signalNumber(stop.signal),
    down_signal: downSignal ?? signalNumber(stop.signal),
    grace_seconds: String(stop.graceSeconds),
    restart,
    ...processSettings(process, identity),
    // As setpriv(1) takes them. What another user than root runs has none in force.
    bounding: ["-all", ...grantedCapabilities(grants.capabilities).map((one) => `+${one.toLowerCase()}`)].join(","),
    no_new_privileges: grants.noNewPrivileges ? "yes" : "",
    ...limitSettings(limits),
    completes: completes === undefined ? "" : String(completes.withinSeconds),
    ...checkSettings(health),
  };
}

function networkSettings(
  { resolvesInside = false }: KeptSystem,
  { joins, instead, sharesIpc }: ContainerPlan["attachments"],
  { networkNamespace }: KeptPlace,
): Readonly<Record<string, string>> {
  const network = joins?.namespaces.includes("network") === true ? "joined" : (instead ?? "own");
  return {
    network,
    resolves: network === "own" && !resolvesInside ? "yes" : "",
    network_namespace: networkNamespace ?? "",
    shares_ipc: sharesIpc === true ? "yes" : "",
  };
}

function controllerSettings(controllers: KeptSystem["controllers"]): Readonly<Record<string, string>> {
  return controllers === undefined ? {} : { more_controllers: controllers.join(" ") };
}

function processSettings(
  { init, command, workingDir }: ContainerPlan["process"],
  { uid, gid, groups }: ContainerPlan["identity"],
) {
  return {
    init: init ? "yes" : "",
    uid: String(uid),
    gid: String(gid),
    groups: groups.join(","),
    // Its first word tells the container's own program from what prepares it.
    first_word: init ? "-init" : (command[0] ?? ""),
    working_folder: workingDir,
  };
}

function cgroupOf(kept: KeptSystem, fullName: string): Readonly<Record<string, string>> {
  return kept.cgroupOf === undefined ? {} : { cgroup: kept.cgroupOf(fullName) };
}

function isVolume(system: string) {
  return ({ source }: Bind): boolean => source.startsWith(volumeFolder(system, ""));
}

/** Times in seconds. */
function checkSettings(health: ContainerPlan["health"]): Readonly<Record<string, string>> {
  if (health === undefined) return {};
  return {
    check_command: commandLine(health.argv),
    check_interval: String(health.intervalSeconds),
    check_timeout: String(health.timeoutSeconds),
    check_retries: String(health.retries),
    check_start_period: String(health.startPeriodSeconds),
  };
}

function hostPart(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}
