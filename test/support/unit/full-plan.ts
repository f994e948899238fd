import type { ContainerPlan, ExtrasPlan, Mount } from "../../../stacks/container-plan.ts";
import type { ImagePlan, NetworkPlan, Rendering, VolumePlan } from "../../../stacks/contract.ts";
import type { Ejectable } from "../../../stacks/eject/ejectable.ts";
import { planImage } from "../../../stacks/plan/images.ts";
import type { Full } from "./full-container.ts";
import { sampleScope } from "./samples.ts";
import { without } from "./without.ts";

const owner = { uid: 11, gid: 12 };

/** One of each kind. */
const mounts: { readonly [Kind in Mount["kind"]]: Full<Extract<Mount, { readonly kind: Kind }>> } = {
  scratch: { kind: "scratch", path: "/scratch", sizeMiB: 2, mode: 0o750, owner, exec: true },
  volume: { kind: "volume", volume: "data", path: "/data", readOnly: true },
  delivered: {
    kind: "delivered",
    name: "secrets-web",
    path: "/run/secrets",
    storage: "disk",
    files: [
      { path: "key", owner, mode: 0o400, content: { secret: "token" }, reader: "web" },
      { path: "sub/b", owner, mode: 0o440, content: { base64: "YQ==" }, reader: "web" },
    ],
  },
  host: { kind: "host", source: "/srv/x", path: "/x", readOnly: true, propagation: "slave" },
  memory: { kind: "memory", path: "/mem", options: "size=1m" },
};

const extras: Full<ExtrasPlan> = {
  labels: { "org.example/a": "b", "-c": "d" },
  names: {
    hostname: "box",
    domainname: "example.org",
    hosts: [{ name: "other", address: "10.0.0.9" }],
    dns: { servers: ["10.0.0.53"], search: ["example.org"], options: ["ndots:2"] },
  },
  kernel: { sysctls: { "net.core.somaxconn": "99" }, ulimits: [{ name: "nofile", soft: 5, hard: 6 }], shmMiB: 7 },
  cpuset: "0-1",
  cpuShares: 1024,
  reservedMiB: 9,
  devices: [{ source: "/dev/null", path: "/dev/x", permissions: "r" }],
  securityOptions: ["seccomp=unconfined", "label=disable"],
  uploads: [
    { path: "/etc/a", mode: 0o444, content: { text: "hello" } },
    { path: "/etc/b", mode: 0o400, content: { secret: "upload" } },
  ],
  input: true,
  logging: { driver: "syslog", options: { tag: "t" } },
  hostNamespaces: ["ipc", "pid", "userns"],
  runtime: "gvisor",
};

const web: Full<ContainerPlan> = {
  name: "web",
  fullName: "full-web",
  services: ["web"],
  image: "web",
  process: { command: ["/bin/web", "-x"], env: { A: "b" }, workingDir: "/srv", init: true, terminal: true },
  identity: { uid: 1001, gid: 1002, groups: [1003] },
  mounts: Object.values(mounts),
  attachments: {
    networks: [
      { name: "back", aliases: ["web", "www"] },
      { name: "outer", aliases: ["web"] },
    ],
    joins: { container: "store", namespaces: ["ipc", "pid"] },
    sharesIpc: true,
    publishes: 8080,
    further: [
      { port: 53, protocol: "udp", external: 5353 },
      { port: 9000, protocol: "tcp", external: 9001 },
    ],
    instead: "host",
  },
  limits: { memoryMiB: 64, memorySwapMiB: 80, cpus: 0.5, pids: 60 },
  health: {
    argv: ["/check", "hard"],
    probe: ["/check"],
    intervalSeconds: 2,
    timeoutSeconds: 3,
    retries: 4,
    startPeriodSeconds: 5,
  },
  completes: { withinSeconds: 30 },
  startsAfter: [{ container: "store", condition: "started" }],
  stop: { signal: "SIGQUIT", graceSeconds: 6 },
  restart: "unless-stopped",
  logs: { maxSizeMiB: 3, maxFiles: 2 },
  grants: {
    readOnlyRoot: true,
    capabilities: { add: ["CHOWN"], drop: ["ALL"] },
    noNewPrivileges: true,
    privileged: true,
    ownCgroups: true,
    cgroupNamespace: "private",
    cgroupParent: "/x",
  },
  extras,
};

const networks: readonly Full<NetworkPlan>[] = [
  {
    name: "back",
    fullName: "full-back",
    internal: true,
    external: false,
    subnets: [{ subnet: "10.1.0.0/16", gateway: "10.1.0.1", range: "10.1.2.0/24" }],
    options: { "com.docker.network.driver.mtu": "1400", "com.example": "x" },
  },
  { name: "outer", fullName: "full-outer", internal: false, external: true, subnets: [], options: {} },
];

const volumes: readonly Full<VolumePlan>[] = [
  {
    name: "data",
    fullName: "full-data",
    owner,
    mode: 0o700,
    holds: "data",
    external: false,
    options: { type: "nfs", device: ":/x", o: "addr=10.0.0.1", other: "y" },
  },
];

const images: readonly ImagePlan[] = ["web", "webx"].map((name) => ({ name, dockerfile: "FROM x\n", files: [] }));

/** What a container cannot have at the same time stands in containers of its own. */
export function fullPlan(): Ejectable {
  const { extras: asked, completes, health, attachments, grants, ...rest } = web;
  const { joins, sharesIpc, instead, ...attached } = attachments;
  const granted = without(grants, "privileged");
  const plain = { ...rest, grants: granted, attachments: { networks: attached.networks }, mounts: [], startsAfter: [] };
  const named = (name: string) => ({ ...plain, name, fullName: `full-${name}`, services: [name] });
  const scope = sampleScope();
  const rendering: Rendering = {
    images,
    networks,
    volumes,
    containers: [
      { ...named("store"), health, attachments: { networks: [{ name: "back", aliases: ["store"] }], sharesIpc } },
      { ...rest, grants: granted, attachments: attached, health, extras: asked },
      { ...named("job"), completes, attachments: { networks: [], joins } },
      { ...named("host"), grants, attachments: { networks: [], instead } },
    ],
    services: {},
    warnings: [],
  };
  return {
    scope,
    rendering,
    published: { container: "web", address: "127.0.0.1", external: 8080, internal: 8080 },
    images: images.map((image) => planImage(image, scope, "sha256:1", "images")),
  };
}
