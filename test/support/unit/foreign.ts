import type { ForeignService, ImageFacts } from "../../../services/foreign/contract.ts";

/** Users and groups of an image. */
export const accounts = {
  passwd:
    "root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1001::/home/node:/bin/sh\nwww-data:x:33:33::/var/www:/usr/sbin/nologin\nbroken\n",
  group: "root:x:0:\nnode:x:1001:\nwww-data:x:33:\nadm:x:4:node,other\naudio:x:29:node\n",
};

/** What an image says of itself. */
export const imageFacts: ImageFacts = {
  id: "sha256:1",
  reference: "x",
  entrypoint: ["/entry"],
  command: ["serve"],
  env: { PATH: "/bin", A: "image" },
  user: "node",
  workingDir: "/app",
  exposed: ["80/tcp"],
  volumes: ["/data"],
  stopSignal: "SIGQUIT",
  health: { test: ["CMD-SHELL", "curl x"], schedule: { interval: 10, retries: 5 } },
  accounts,
  hasShell: true,
};

/** A service of a Compose file that says nothing but its image. */
export const foreignService: ForeignService = {
  name: "web",
  at: { file: "compose.yaml", line: 2, column: 3 },
  image: { kind: "reference", reference: "x", pull: "missing" },
  env: {},
  groups: [],
  ports: [],
  exposes: [],
  dependsOn: {},
  health: { kind: "image", schedule: {} },
  mounts: [],
  files: [],
  attachment: { kind: "none" },
  replicas: 1,
  limits: { ulimits: {} },
  restart: "no",
  process: { terminal: false, input: false },
  confinement: {
    readOnlyRoot: false,
    capabilities: { add: [], drop: [] },
    securityOptions: [],
    privileged: false,
    devices: [],
    sysctls: {},
    namespaces: {},
    extraHosts: [],
    dns: { servers: [], search: [], options: [] },
  },
  labels: {},
};
