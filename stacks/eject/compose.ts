import { stringify } from "yaml";
import { translated, type ContainerPlan, type FurtherPort, type HealthPlan } from "../container-plan.ts";
import type { NetworkPlan, Scope, VolumePlan } from "../contract.ts";
import { completionLabel, ownerLabels, volumeLabels } from "../rendering/labels.ts";
import { composeExtras, uploadSections } from "./compose-extras.ts";
import { composeGrants } from "./compose-grants.ts";
import { composeMounts, deliveredComments } from "./compose-mounts.ts";
import type { Ejectable } from "./ejectable.ts";

/**
 * The same deployment as a Compose file: the same build contexts, image names, networks, limits, health checks and labels.
 * @param contextRoot folder that the plan's build contexts are relative to
 */
export function composeFile(plan: Ejectable, contextRoot: string): string {
  const { rendering, scope } = plan;
  const services = rendering.containers.map((container) => [container.name, service(container, plan, contextRoot)]);
  const volumes = rendering.volumes.map((one) => [one.name, volume(one, scope)] as const);
  const document = {
    services: Object.fromEntries(services) as object,
    networks: Object.fromEntries(rendering.networks.map((planned) => [planned.name, network(planned, scope)])),
    ...uploadSections(rendering.containers),
    ...(volumes.length === 0 ? {} : { volumes: Object.fromEntries(volumes) as object }),
  };
  const mounts = rendering.containers.flatMap((container) => container.mounts);
  const comments = [...new Set(deliveredComments(mounts))].map((line) => `${line}\n`);
  const head =
    comments.length === 0 ? "" : `# Files that stand beside this one, which it does not make:\n${comments.join("")}`;
  return `${head}${stringify(literal(document))}`;
}

function service(container: ContainerPlan, plan: Ejectable, contextRoot: string) {
  const { name, fullName, services, image, process, identity, mounts, attachments, ...more } = container;
  const { limits, health, completes, startsAfter, stop, restart, logs, grants, extras, ...rest } = more;
  translated(rest);
  const further = extras === undefined ? undefined : composeExtras(name, extras);
  return {
    container_name: fullName,
    ...imageOf(name, image, plan, contextRoot),
    ...processOf(process),
    ...identityOf(identity),
    ...dependenciesOf(startsAfter),
    ...attachmentsOf(name, attachments, plan),
    ...composeMounts(mounts),
    ...composeGrants(grants, further?.securityOptions),
    ...limitsOf(limits),
    restart,
    ...(health === undefined ? {} : { healthcheck: healthcheck(health) }),
    stop_signal: stop.signal,
    stop_grace_period: `${stop.graceSeconds}s`,
    logging: {
      driver: "json-file",
      options: { "max-size": `${logs.maxSizeMiB}m`, "max-file": String(logs.maxFiles) },
    },
    labels: { ...further?.labels, ...ownerLabels(plan.scope, services), ...completionLabel(completes) },
    // Last: they replace the logging.
    ...further?.keys,
  };
}

function imageOf(container: string, name: string, { images, rendering }: Ejectable, contextRoot: string) {
  const image = images.find((one) => one.name === name);
  if (image === undefined) throw new Error(`the rendering plans no image "${name}"`);
  const { reference, context } = image;
  // Compose would build it for each service, with another label, and leave all but the last without a name.
  const builder = rendering.containers.find((one) => one.image === name);
  if (builder?.name !== container) return { image: reference, pull_policy: "never" };
  return { image: reference, build: { context: `${contextRoot}/${context}`, dockerfile: "Dockerfile" } };
}

function processOf({ command, env, workingDir, init, terminal, ...rest }: ContainerPlan["process"]) {
  translated(rest);
  return { command, environment: env, working_dir: workingDir, init, ...(terminal ? { tty: true } : {}) };
}

function attachmentsOf(name: string, attachments: ContainerPlan["attachments"], { published }: Ejectable) {
  const { networks, joins, sharesIpc, publishes, further = [], instead, ...rest } = attachments;
  translated(rest);
  const joined = (namespace: "network" | "ipc" | "pid") =>
    joins?.namespaces.includes(namespace) ? `service:${joins.container}` : undefined;
  const { address, external, internal } = published;
  const publishing = publishes !== undefined && published.container === name;
  const port = { target: internal, published: String(external), host_ip: address, protocol: "tcp", mode: "ingress" };
  return {
    ...given("network_mode", joined("network") ?? instead),
    ...(networks.length === 0
      ? {}
      : { networks: Object.fromEntries(networks.map((one) => [one.name, { aliases: one.aliases }])) }),
    ...given("ipc", joined("ipc") ?? (sharesIpc ? "shareable" : undefined)),
    ...given("pid", joined("pid")),
    ...(publishing || further.length > 0
      ? { ports: [...(publishing ? [port] : []), ...further.map((one) => furtherPort(one, address))] }
      : {}),
  };
}

function furtherPort({ port, protocol, external, ...rest }: FurtherPort, address: string) {
  translated(rest);
  return {
    target: port,
    ...(external === undefined ? {} : { published: String(external) }),
    host_ip: address,
    protocol,
    mode: "ingress",
  };
}

function identityOf({ uid, gid, groups, ...rest }: ContainerPlan["identity"]) {
  translated(rest);
  return { user: `${uid}:${gid}`, ...(groups.length === 0 ? {} : { group_add: groups.map(String) }) };
}

/** Compose's words for conditions. */
const conditions = {
  started: "service_started",
  healthy: "service_healthy",
  completed: "service_completed_successfully",
} as const;

function dependenciesOf(startsAfter: ContainerPlan["startsAfter"]) {
  if (startsAfter.length === 0) return {};
  const needs = startsAfter.map(({ container, condition }) => [container, { condition: conditions[condition] }]);
  return { depends_on: Object.fromEntries(needs) as object };
}

function limitsOf({ memoryMiB, memorySwapMiB = memoryMiB, cpus, pids, ...rest }: ContainerPlan["limits"]) {
  translated(rest);
  const swap = memorySwapMiB === -1 ? -1 : `${memorySwapMiB ?? 0}m`;
  return {
    ...(memoryMiB === undefined ? {} : { mem_limit: `${memoryMiB}m`, memswap_limit: swap }),
    ...(cpus === undefined ? {} : { cpus }),
    ...(pids === undefined ? {} : { pids_limit: pids }),
  };
}

function healthcheck({ argv, probe = argv, ...schedule }: HealthPlan) {
  const { intervalSeconds, timeoutSeconds, retries, startPeriodSeconds, ...rest } = schedule;
  translated(rest);
  // Compose waits for its own runs of the check.
  if (probe.length === 0) throw new Error("a health check has an empty probe");
  return {
    test: ["CMD", ...argv],
    interval: `${intervalSeconds}s`,
    timeout: `${timeoutSeconds}s`,
    retries,
    start_period: `${startPeriodSeconds}s`,
  };
}

function network({ fullName, internal, external = false, subnets = [], options }: NetworkPlan, scope: Scope) {
  if (external) return { name: fullName, external };
  const ranges = subnets.map(({ subnet, gateway, range }) => ({
    ...given("subnet", subnet),
    ...given("gateway", gateway),
    ...given("ip_range", range),
  }));
  return {
    ...{ name: fullName, driver: "bridge", internal, labels: ownerLabels(scope) },
    ...(ranges.length === 0 ? {} : { ipam: { config: ranges } }),
    ...(options === undefined ? {} : { driver_opts: options }),
  };
}

function volume(plan: VolumePlan, scope: Scope) {
  const { fullName, external = false, options } = plan;
  if (external) return { name: fullName, external };
  return {
    name: fullName,
    labels: volumeLabels(scope, plan),
    ...(options === undefined ? {} : { driver_opts: options }),
  };
}

function given(key: string, value: string | undefined): Readonly<Record<string, string>> {
  return value === undefined ? {} : { [key]: value };
}

/** Compose expands `$NAME` in every text; `$$` escapes a dollar. */
function literal(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("$", "$$$$");
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, literal(entry)]));
}
