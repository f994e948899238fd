import { UserError } from "../../errors/user-error.ts";
import type { Condition, ForeignFacts, HealthSchedule, Service, Workload } from "../contract.ts";
import type { ForeignPort, ForeignService, ForeignWorkload, ResolvedService } from "./contract.ts";

/** Time that a service has to complete: Compose has no limit. */
const completionSeconds = 3600;
/** Docker's own grace period. */
const graceSeconds = 10;
/** Of services without a check, in a container with others: whether they run is seen at once, and they may start several times before they do. */
const runningHealth: HealthSchedule = { intervalSeconds: 2, timeoutSeconds: 5, retries: 3, startPeriodSeconds: 30 };

/**
 * A Compose project as a workload.
 * @param services of the project, with what their images add; in the same order
 * @param facts what the configuration grants, and what is not as the file says
 * @throws UserError if no service listens, as far as anything says so: then there is nothing to ask
 */
export function asWorkload(
  project: ForeignWorkload,
  services: readonly ResolvedService[],
  facts: Pick<ForeignFacts, "grants" | "warnings">,
): Workload {
  const { networks, volumes } = project;
  const entry = entryOf(services);
  const warnings = [...facts.warnings, ...entryWarning(entry, services)];
  return {
    name: workloadName(project.name),
    summary: `the Compose project ${project.name}`,
    services: services.map((one) => asService(one, services)),
    entry,
    foreign: { networks, volumes, ...facts, warnings },
  };
}

/** A part of DNS names: Compose allows underscores, and more characters. */
function workloadName(project: string): string {
  const dashed = project
    .replaceAll("_", "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 31)
    .replace(/-+$/, "");
  return dashed === "" ? "compose" : dashed;
}

function asService(foreign: ResolvedService, all: readonly ResolvedService[]): Service {
  const { service, argv, env, identity, health } = foreign;
  const { name } = service;
  const port = foreign.exposes.map(tcpPort).find((one) => one !== undefined);
  return {
    name,
    summary: `the image ${foreign.image.reference}`,
    command: argv,
    packages: [],
    files: [],
    env,
    hosts: {},
    ...(port === undefined ? {} : { port }),
    dependsOn: conditionsOf(service, all),
    ...(isAwaited(name, all) ? { completes: { withinSeconds: completionSeconds } } : {}),
    checks: health === undefined ? [] : [{ kind: "command", argv: health.argv }],
    health: health === undefined ? runningHealth : scheduleOf(health.schedule),
    user: { uid: identity.uid, gid: identity.gid },
    scratch: [],
    volumes: foreign.mounts.flatMap((mount) => {
      if (mount.kind !== "volume" || mount.volume === undefined) return [];
      return [{ name: mount.volume, path: mount.path, readOnly: mount.readOnly }];
    }),
    // Those of the plan come from the file: these stand for what it leaves out.
    limits: { memoryMiB: 0, cpus: 0, pids: 0 },
    replicas: service.replicas,
    stopSignal: "SIGTERM",
    stopGraceSeconds: service.stopGraceSeconds ?? graceSeconds,
    egress: true,
    restart: restarts[service.restart],
    foreign,
  };
}

const restarts = { no: "never", always: "always", "unless-stopped": "always", "on-failure": "on-failure" } as const;

/** @param schedule in seconds; what runs more often than once a second is rounded up */
function scheduleOf({
  interval,
  timeout,
  retries,
  startPeriod,
}: NonNullable<ResolvedService["health"]>["schedule"]): HealthSchedule {
  return { intervalSeconds: interval, timeoutSeconds: timeout, retries, startPeriodSeconds: startPeriod };
}

/** A service without a check is healthy as soon as it runs. */
function conditionsOf(
  { dependsOn }: ForeignService,
  all: readonly ResolvedService[],
): Readonly<Record<string, Condition>> {
  const known = new Map(all.map((one) => [one.service.name, one]));
  return Object.fromEntries(
    Object.entries(dependsOn).flatMap(([name, { condition }]) => {
      const needed = known.get(name);
      if (needed === undefined) return [];
      return [[name, condition === "healthy" && needed.health === undefined ? "started" : condition] as const];
    }),
  );
}

/**
 * The first TCP port that is published, in the file's order; else the first that the file exposes; else the first that an image exposes, which is
 * only what it can listen on.
 */
function entryOf(services: readonly ResolvedService[]): Workload["entry"] {
  const answer = { status: anyAnswer, protocol: "any" } as const;
  for (const { service } of services) {
    const port = service.ports.find(({ protocol }) => protocol === "tcp");
    if (port === undefined) continue;
    const wanted = wantedPort(port);
    return { service: service.name, port: port.target, answer, ...(wanted === undefined ? {} : { wanted }) };
  }
  const listening = services.filter((one) => canBeAsked(one, services));
  for (const exposedBy of [
    ({ service }: ResolvedService) => service.exposes,
    ({ exposes }: ResolvedService) => exposes,
  ]) {
    for (const one of listening) {
      const port = exposedBy(one)
        .map(tcpPort)
        .find((found) => found !== undefined);
      if (port !== undefined) return { service: one.service.name, port, answer };
    }
  }
  throw new UserError({
    found: "No service of the Compose file publishes a TCP port, and no image of one that keeps running exposes one.",
    allowed:
      'ports of at least one service, such as ["8080:80"], or expose, such as ["80"]: the deployment is asked there',
    remedy: "add ports to the service that others use, or expose with a port on which a worker tells how it is",
  });
}

/** It runs until it is stopped, and has a network of its own to publish a port from. */
function canBeAsked({ service }: ResolvedService, all: readonly ResolvedService[]): boolean {
  return service.attachment.kind === "networks" && !isAwaited(service.name, all);
}

/** Whether others wait until it has ended. */
function isAwaited(name: string, all: readonly ResolvedService[]): boolean {
  return all.some(({ service }) => service.dependsOn[name]?.condition === "completed");
}

/** The port of the host that the file names; undefined for a range, of which any is good. */
export function wantedPort({ published }: ForeignPort): number | undefined {
  return published === undefined || !/^\d+$/.test(published) || published === "0" ? undefined : Number(published);
}

/** A port that only this project publishes. */
function entryWarning({ service, port }: Workload["entry"], services: readonly ResolvedService[]): readonly string[] {
  const found = services.find((one) => one.service.name === service);
  if (found?.service.ports.some(({ target }) => target === port) === true) return [];
  return [
    `the file publishes no TCP port: port ${port} of ${service} is published on this machine, so that it can be asked`,
  ];
}

/** Of an unknown program everything but its own failure shows that it works: it may want a password, or have nothing at /. */
const anyAnswer: readonly number[] = Array.from({ length: 300 }, (_, index) => 200 + index);

/** Of a range the first. */
function tcpPort(exposed: string): number | undefined {
  const [, port, protocol = "tcp"] = /^(\d+)(?:-\d+)?(?:\/(\w+))?$/.exec(exposed) ?? [];
  return port !== undefined && protocol === "tcp" ? Number(port) : undefined;
}
