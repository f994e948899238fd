import type { ContainerPlan, Mount } from "../../../stacks/container-plan.ts";

/** All of a plan, with no field left out, however deep. */
export type Full<T> = T extends readonly (infer Element)[]
  ? readonly Full<Element>[]
  : T extends object
    ? { readonly [Key in keyof T]-?: Full<T[Key]> }
    : T;

const mounts: { readonly [Kind in Mount["kind"]]: Full<Extract<Mount, { kind: Kind }>> } = {
  scratch: { kind: "scratch", path: "/tmp", sizeMiB: 8, mode: 0o700, owner: { uid: 1, gid: 2 }, exec: false },
  volume: { kind: "volume", volume: "data", path: "/data", readOnly: false },
  delivered: {
    kind: "delivered",
    name: "secrets",
    path: "/run/secrets",
    storage: "memory",
    files: [
      { path: "key", owner: { uid: 15, gid: 16 }, mode: 0o400, content: { secret: "key" }, reader: "web" },
      { path: "web-0", owner: { uid: 0, gid: 0 }, mode: 0o444, content: { base64: "YQ==" }, reader: "store" },
    ],
  },
  host: { kind: "host", source: "/srv", path: "/host", readOnly: false, propagation: "rslave" },
  memory: { kind: "memory", path: "/memory", options: "size=1m" },
};

/** A container with every field that a plan can have. A new field is missing here first: the compiler says so. */
export const fullContainer: Full<ContainerPlan> = {
  name: "web",
  fullName: "ca-web",
  services: ["web", "store"],
  image: "image",
  process: { command: ["/bin/web", "now"], env: { PORT: "1" }, workingDir: "/", init: false, terminal: false },
  identity: { uid: 3, gid: 4, groups: [5] },
  mounts: Object.values(mounts),
  attachments: {
    networks: [{ name: "back", aliases: ["web", "www"] }],
    joins: { container: "holder", namespaces: ["network", "ipc", "pid"] },
    sharesIpc: false,
    publishes: 8080,
    further: [{ port: 53, protocol: "udp", external: 5353 }],
    instead: "none",
  },
  limits: { memoryMiB: 5, memorySwapMiB: 6, cpus: 0.5, pids: 6 },
  health: {
    argv: ["/bin/check", "all"],
    probe: ["/bin/probe", "once"],
    intervalSeconds: 7,
    timeoutSeconds: 8,
    retries: 9,
    startPeriodSeconds: 10,
  },
  completes: { withinSeconds: 14 },
  startsAfter: [{ container: "holder", condition: "completed" }],
  stop: { signal: "SIGTERM", graceSeconds: 11 },
  restart: "no",
  logs: { maxSizeMiB: 12, maxFiles: 13 },
  grants: {
    readOnlyRoot: false,
    capabilities: { add: ["KILL", "SETUID"], drop: ["ALL", "CHOWN"] },
    noNewPrivileges: false,
    privileged: false,
    ownCgroups: false,
    cgroupNamespace: "host",
    cgroupParent: "own.slice",
  },
  extras: {
    labels: { "com.example": "yes" },
    names: {
      hostname: "host",
      domainname: "example.com",
      hosts: [{ name: "other", address: "10.0.0.1" }],
      dns: { servers: ["10.0.0.2"], search: ["example.com"], options: ["ndots:1"] },
    },
    kernel: { sysctls: { "net.core.somaxconn": "7" }, ulimits: [{ name: "nofile", soft: 8, hard: 9 }], shmMiB: 10 },
    cpuset: "0",
    cpuShares: 11,
    reservedMiB: 12,
    devices: [{ source: "/dev/null", path: "/dev/nothing", permissions: "r" }],
    securityOptions: ["seccomp=profile.json"],
    uploads: [
      { path: "/a", mode: 0o400, content: { secret: "key" } },
      { path: "/b", mode: 0o440, content: { text: "b" } },
    ],
    input: false,
    logging: { driver: "local", options: { "max-size": "1m" } },
    hostNamespaces: ["userns"],
    runtime: "runsc",
  },
};

/** The same plan with one leaf changed, for each leaf: a list loses its last word, every other value becomes another one of its type. */
export function withEachLeafChanged(plan: ContainerPlan): ReadonlyMap<string, ContainerPlan> {
  const changed = [...changes(plan, "")].map(([path, value]) => [path, value as ContainerPlan] as const);
  return new Map(changed);
}

function* changes(value: unknown, path: string): Generator<readonly [string, unknown]> {
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) yield [path, value.slice(0, -1)];
  else if (Array.isArray(value))
    for (const [index, one] of value.entries())
      for (const [below, next] of changes(one, `${path}[${String(index)}]`)) yield [below, value.with(index, next)];
  else if (typeof value === "object" && value !== null) {
    for (const [key, one] of Object.entries(value) as [string, unknown][]) {
      // The discriminator of a union.
      if (key === "kind") continue;
      for (const [below, next] of changes(one, path === "" ? key : `${path}.${key}`))
        yield [below, { ...value, [key]: next }];
    }
  } else yield [path, another(value)];
}

function another(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (typeof value === "string") return `${value}2`;
  throw new Error(`no other value is known for ${String(value)}`);
}
