/**
 * What this project does with each key of a service.
 * - `honoured`: it means what Compose says.
 * - `read`: the reader has made something else of it, such as `env_file`, or it is for people's own tools.
 * - `granted`: it reaches beyond the container, so the stack's configuration has to allow it by name.
 * - `ignored`: it is not honoured, which a warning says.
 */
export type Disposition = "honoured" | "read" | "granted" | "ignored";

interface Rule {
  readonly disposition: Disposition;
  /** Why, for the warning. Only of `ignored`. */
  readonly why?: string;
}

const honoured: Rule = { disposition: "honoured" };
const read: Rule = { disposition: "read" };
const granted: Rule = { disposition: "granted" };
const ignored = (why: string): Rule => ({ disposition: "ignored", why });

/** Every key of the specification. A test compares it with the schema. */
export const serviceKeys: Readonly<Record<string, Rule>> = {
  annotations: ignored("Docker has no annotations of containers"),
  attach: read,
  blkio_config: ignored("limits of disks are not set"),
  build: honoured,
  cap_add: honoured,
  cap_drop: honoured,
  cgroup: granted,
  cgroup_parent: granted,
  command: honoured,
  configs: honoured,
  container_name: ignored(
    "containers have names that tell clones and stacks apart; its name in the network is the service's",
  ),
  cpu_count: ignored("it is for Windows"),
  cpu_percent: ignored("it is for Windows"),
  cpu_period: ignored("write cpus"),
  cpu_quota: ignored("write cpus"),
  cpu_rt_period: ignored("real-time scheduling is not set"),
  cpu_rt_runtime: ignored("real-time scheduling is not set"),
  cpu_shares: honoured,
  cpus: honoured,
  cpuset: honoured,
  credential_spec: ignored("it is for Windows"),
  depends_on: honoured,
  deploy: honoured,
  develop: read,
  device_cgroup_rules: ignored("rules for devices are not set: name them under devices"),
  devices: granted,
  dns: honoured,
  dns_opt: honoured,
  dns_search: honoured,
  domainname: honoured,
  entrypoint: honoured,
  env_file: read,
  environment: honoured,
  expose: honoured,
  extends: read,
  external_links: ignored("containers of other projects are not linked"),
  extra_hosts: honoured,
  gpus: ignored("GPUs are not passed on: name their devices under devices"),
  group_add: honoured,
  healthcheck: honoured,
  hostname: honoured,
  image: honoured,
  init: honoured,
  ipc: granted,
  isolation: ignored("it is for Windows"),
  label_file: read,
  labels: honoured,
  links: honoured,
  logging: honoured,
  mac_address: ignored("Docker chooses addresses of network cards"),
  mem_limit: honoured,
  mem_reservation: honoured,
  mem_swappiness: ignored("it is the kernel's business, and cgroup v2 has it not"),
  memswap_limit: honoured,
  models: ignored("models of Docker's own are not run"),
  network_mode: granted,
  networks: honoured,
  oom_kill_disable: ignored("cgroup v2 has it not"),
  oom_score_adj: ignored("no container comes before another when memory runs out"),
  pid: granted,
  pids_limit: honoured,
  platform: ignored("images are pulled and built for the platform of the Docker daemon"),
  ports: honoured,
  post_start: ignored("nothing runs after the start"),
  pre_stop: ignored("nothing runs before the stop"),
  privileged: granted,
  profiles: read,
  provider: ignored("it is another program's service"),
  pull_policy: honoured,
  pull_refresh_after: ignored("images are pulled when they are missing"),
  read_only: honoured,
  restart: honoured,
  runtime: granted,
  scale: honoured,
  secrets: honoured,
  security_opt: honoured,
  shm_size: honoured,
  stdin_open: honoured,
  stop_grace_period: honoured,
  stop_signal: honoured,
  storage_opt: ignored("sizes of root file systems are not set"),
  sysctls: honoured,
  tmpfs: honoured,
  tty: honoured,
  ulimits: honoured,
  use_api_socket: granted,
  user: honoured,
  userns_mode: granted,
  uts: ignored("each container has a host name of its own"),
  volumes: honoured,
  volumes_from: honoured,
  working_dir: honoured,
};
