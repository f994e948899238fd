import { stringify } from "yaml";
import type { HealthcheckPlan, NetworkPlan, Scope, UnitPlan } from "../stacks/contract.ts";
import type { DeploymentPlan } from "../stacks/engine/plan.ts";
import { ownerLabels } from "../stacks/rendering/labels.ts";

/**
 * The same deployment for docker compose: the same build contexts, image names, networks, limits, health checks and labels.
 * @param contextRoot folder that the plan's build contexts are relative to
 */
export function composeFile(plan: DeploymentPlan, contextRoot: string): string {
  const { rendering, scope } = plan;
  const document = {
    services: Object.fromEntries(rendering.units.map((unit) => [unit.name, service(unit, plan, contextRoot)])),
    networks: Object.fromEntries(rendering.networks.map((planned) => [planned.name, network(planned, scope)])),
    ...(rendering.volumes.length === 0
      ? {}
      : {
          volumes: Object.fromEntries(
            rendering.volumes.map(({ name, fullName }) => [name, { name: fullName, labels: ownerLabels(scope) }]),
          ),
        }),
  };
  return stringify(literal(document));
}

function service(unit: UnitPlan, { images, scope }: DeploymentPlan, contextRoot: string) {
  const image = images.find(({ name }) => name === unit.image);
  if (image === undefined) throw new Error(`the rendering plans no image "${unit.image}"`);
  return {
    container_name: unit.fullName,
    image: image.reference,
    build: { context: `${contextRoot}/${image.context}`, dockerfile: "Dockerfile" },
    command: unit.command,
    environment: unit.env,
    user: unit.user,
    working_dir: unit.workingDir,
    networks: Object.fromEntries(unit.networks.map(({ name, aliases }) => [name, { aliases }])),
    ...(unit.ports.length === 0 ? {} : { ports: unit.ports.map(port) }),
    tmpfs: Object.entries(unit.tmpfs).map(([path, options]) => `${path}:${options}`),
    ...(unit.volumes.length === 0
      ? {}
      : { volumes: unit.volumes.map(({ name, path }) => ({ type: "volume", source: name, target: path })) }),
    ...confinement(unit),
    init: unit.init,
    restart: unit.restart,
    ...(unit.healthcheck === undefined ? {} : { healthcheck: healthcheck(unit.healthcheck) }),
    stop_signal: unit.stopSignal,
    stop_grace_period: `${unit.stopGraceSeconds}s`,
    logging: {
      driver: "json-file",
      options: { "max-size": `${unit.logs.maxSizeMiB}m`, "max-file": String(unit.logs.maxFiles) },
    },
    labels: ownerLabels(scope, unit.services),
  };
}

function healthcheck(plan: HealthcheckPlan) {
  return {
    test: ["CMD", ...plan.argv],
    interval: `${plan.intervalSeconds}s`,
    timeout: `${plan.timeoutSeconds}s`,
    retries: plan.retries,
    start_period: `${plan.startPeriodSeconds}s`,
  };
}

function port({ address, external, internal }: UnitPlan["ports"][number]) {
  return { target: internal, published: String(external), host_ip: address, protocol: "tcp", mode: "ingress" };
}

function confinement({ readOnlyRoot, capabilities, noNewPrivileges, limits }: UnitPlan) {
  return {
    read_only: readOnlyRoot,
    cap_add: capabilities.add,
    cap_drop: capabilities.drop,
    security_opt: noNewPrivileges ? ["no-new-privileges"] : [],
    mem_limit: `${limits.memoryMiB}m`,
    memswap_limit: `${limits.memoryMiB}m`,
    cpus: limits.cpus,
    pids_limit: limits.pids,
  };
}

function network({ fullName, internal }: NetworkPlan, scope: Scope) {
  return { name: fullName, driver: "bridge", internal, labels: ownerLabels(scope) };
}

/** Compose replaces `$NAME` in every text; two dollars stand for one. */
function literal(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("$", "$$$$");
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, literal(entry)]));
}
