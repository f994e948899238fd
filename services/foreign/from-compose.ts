import type { Loss } from "../../errors/loss.ts";
import { placed } from "../compose/fault.ts";
import type { ComposeProject } from "../compose/read.ts";
import { get, isNull, type MapTree, type Tree } from "../compose/tree.ts";
import { checkService } from "./check.ts";
import { confinementOf } from "./confinement.ts";
import type {
  ForeignCondition,
  ForeignHealth,
  ForeignSchedule,
  ForeignService,
  ForeignVolume,
  ForeignWorkload,
} from "./contract.ts";
import { filesOf, lostOwners } from "./delivered-files.ts";
import { imageOf } from "./image.ts";
import { serviceKeys } from "./keys.ts";
import { limitsOf } from "./limits.ts";
import { lostParts } from "./lost-parts.ts";
import { mountsOf } from "./mounts.ts";
import { attachmentOf, networkOf, portOf } from "./network.ts";
import { defined, entries, flag, items, mapping, number, seconds, text, texts } from "./values.ts";

/** A Compose project as services, and what of it is lost. */
export interface FromCompose {
  readonly workload: ForeignWorkload;
  readonly losses: readonly Loss[];
}

/** @throws ComposeFault for what can be no service here */
export function fromCompose({ name, tree }: ComposeProject): FromCompose {
  const losses: Loss[] = [];
  const all = entries(tree, "services").flatMap(([service, value]) =>
    value.kind === "map" ? [serviceOf(service, value, tree, losses)] : [],
  );
  all.forEach(checkService);
  for (const { name: service, replicas, at } of all) {
    if (replicas === 0)
      losses.push({
        kind: "changed",
        what: `${service}: 0 replicas`,
        why: "it is left out, and nothing waits for it",
        at: placed(at),
      });
  }
  const services = all.filter(({ replicas }) => replicas > 0);
  const networks = entries(tree, "networks").map(([key, value]) => [key, networkOf(value)] as const);
  const volumes = entries(tree, "volumes").map(([key, value]) => [key, volumeOf(value)] as const);
  const workload = {
    name,
    services,
    networks: Object.fromEntries(networks),
    volumes: Object.fromEntries(volumes),
  };
  return { workload, losses: [...losses, ...lostParts(workload)] };
}

function serviceOf(name: string, service: MapTree, project: MapTree, losses: Loss[]): ForeignService {
  losses.push(...lostKeys(name, service), ...lostOwners(name, service, project));
  const attachment = attachmentOf(name, service);
  return {
    name,
    at: service.at,
    image: imageOf(service),
    env: mapping(service, "environment"),
    groups: texts(service, "group_add") ?? [],
    ports: items(service, "ports").map(portOf),
    exposes: texts(service, "expose") ?? [],
    dependsOn: dependenciesOf(service),
    health: healthOf(service),
    mounts: mountsOf(service, project),
    files: [...filesOf(service, project, "config"), ...filesOf(service, project, "secret")],
    attachment,
    replicas: number(service, "scale") ?? number(get(service, "deploy"), "replicas") ?? 1,
    limits: limitsOf(service),
    restart: restartOf(service, losses, name),
    process: {
      terminal: flag(service, "tty") ?? false,
      input: flag(service, "stdin_open") ?? false,
      ...defined({ init: flag(service, "init") }),
    },
    confinement: confinementOf(service),
    labels: mapping(service, "labels"),
    ...defined({
      entrypoint: words(service, "entrypoint"),
      command: words(service, "command"),
      workingDir: text(service, "working_dir"),
      user: text(service, "user"),
      stopSignal: text(service, "stop_signal"),
      stopGraceSeconds: seconds(service, "stop_grace_period"),
      logging: loggingOf(service),
    }),
  };
}

/** A warning for each key that is not honoured. */
function lostKeys(name: string, service: MapTree): readonly Loss[] {
  return [...service.entries].flatMap(([key, { key: at, value }]) => {
    const rule = serviceKeys[key];
    if (rule?.disposition !== "ignored" || isNull(value)) return [];
    return [
      { kind: "refused", what: `${name}: ${key}`, why: rule.why ?? "it is not honoured", at: placed(at) } as const,
    ];
  });
}

function words(service: MapTree, key: string): readonly string[] | undefined {
  return texts(service, key);
}

const conditions: Readonly<Record<string, ForeignCondition["condition"]>> = {
  service_started: "started",
  service_healthy: "healthy",
  service_completed_successfully: "completed",
};

function dependenciesOf(service: MapTree): ForeignService["dependsOn"] {
  return Object.fromEntries(
    entries(service, "depends_on").map(([needed, value]) => {
      const condition = conditions[text(value, "condition") ?? ""] ?? "started";
      return [needed, { condition, required: flag(value, "required") ?? true }] as const;
    }),
  );
}

function healthOf(service: MapTree): ForeignHealth {
  const health = get(service, "healthcheck");
  const test = texts(health, "test") ?? [];
  if (flag(health, "disable") === true || test[0] === "NONE") return { kind: "none" };
  const schedule: ForeignSchedule = defined<ForeignSchedule>({
    interval: seconds(health, "interval"),
    timeout: seconds(health, "timeout"),
    retries: number(health, "retries"),
    startPeriod: seconds(health, "start_period"),
    startInterval: seconds(health, "start_interval"),
  });
  return test.length === 0 ? { kind: "image", schedule } : { kind: "test", test, schedule };
}

function restartOf(service: MapTree, losses: Loss[], name: string): ForeignService["restart"] {
  const policy = text(service, "restart") ?? deployPolicy(service);
  const [word = "no", attempts] = policy.split(":");
  if (attempts !== undefined) {
    losses.push({
      kind: "changed",
      what: `${name}: restart ${policy}`,
      why: "it is started again without a limit",
      at: placed(get(service, "restart")?.at ?? service.at),
    });
  }
  return word === "always" || word === "unless-stopped" || word === "on-failure" ? word : "no";
}

function deployPolicy(service: MapTree): string {
  const condition = text(get(get(service, "deploy"), "restart_policy"), "condition");
  return condition === "any" ? "always" : condition === "on-failure" ? "on-failure" : "no";
}

function loggingOf(service: MapTree): ForeignService["logging"] {
  const logging = get(service, "logging");
  return logging === undefined
    ? undefined
    : { driver: text(logging, "driver") ?? "json-file", options: mapping(logging, "options") };
}

function volumeOf(volume: Tree): ForeignVolume {
  return {
    options: mapping(volume, "driver_opts"),
    ...defined({
      external: flag(volume, "external") === true ? text(volume, "name") : undefined,
      driver: text(volume, "driver"),
    }),
  };
}
