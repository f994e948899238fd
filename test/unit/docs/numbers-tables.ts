/** A table of docs/numbers.md. */
export interface NumbersTable {
  readonly title: string;
  /** What a reader must know to read it, in sentences. */
  readonly mind: string;
  readonly figures: readonly { readonly figure: string; readonly heading: string }[];
  /** Whether variants have rows as well. @default false */
  readonly variants?: boolean;
}

export const tables: readonly NumbersTable[] = [
  {
    title: "Start",
    mind: "From the creation of the containers until the published port answers, asked every 2 ms from before the first start. Cold: from an archive of the images that Docker does not have.",
    figures: [
      { figure: "startup/first.answer", heading: "Created to first answer" },
      { figure: "startup/again.answer", heading: "Killed and started again" },
      { figure: "cold/first.answer", heading: "Cold, with loading the images" },
    ],
    variants: true,
  },
  {
    title: "Memory",
    mind: "Distinct physical pages of the whole deployment of two small services. With Docker's processes means the shims and port proxies too. A crowd: each of 20 equal deployments, calculated from three real ones.",
    figures: [
      { figure: "memory/idle.inside", heading: "In the containers, idle" },
      { figure: "memory/idle.engine", heading: "With Docker's processes" },
      { figure: "memory/load.engine", heading: "The same under 100 requests a second" },
      { figure: "memory/crowd.engine", heading: "In a crowd of 20" },
    ],
    variants: true,
  },
  {
    title: "Requests between services",
    mind: "From the peer to the entry. Added: the median from the peer less that over loopback in the same cell; where both services share a network namespace the two paths are the same, so what stands there is noise. p99 from 2,000 requests a cell.",
    figures: [
      { figure: "latency/services.new.p50", heading: "p50, a connection each" },
      { figure: "latency/services.new.added", heading: "Added, a connection each" },
      { figure: "latency/services.kept.added", heading: "Added, kept connection" },
      { figure: "tail/services.new.p99", heading: "p99, a connection each" },
    ],
    variants: true,
  },
  {
    title: "When something ends",
    mind: "No answer for: from the kill to the first good answer after the last failure, with 500 requests a second; killed 0.3 to 4 s after the first answer. In an update the code of the peer changes.",
    figures: [
      { figure: "recovery/entry.outage", heading: "Entry killed: no answer for" },
      { figure: "recovery/first.outage", heading: "PID 1 killed: no answer for" },
      { figure: "update/outage", heading: "Peer updated: no answer for" },
      { figure: "update/lost", heading: "Peer updated: requests lost" },
    ],
  },
  {
    title: "Stop",
    mind: "docker stop under 100 requests a second, with a grace period of 10 s.",
    figures: [
      { figure: "shutdown/stop.told.entry", heading: "The entry gets its stop signal" },
      { figure: "shutdown/stop.killed", heading: "Docker sends SIGKILL" },
      { figure: "shutdown/stop.seconds", heading: "Time to stop" },
      { figure: "shutdown/stop.lost", heading: "Requests lost" },
    ],
  },
  {
    title: "A service that misbehaves",
    mind: "The entry of the workload trouble, while another service misbehaves. As deployed: with the limits of the approach; a rate has its exact 95 % interval. Docker's defaults: no limits, on a small host that the lab models.",
    figures: [
      { figure: "blast/memory.deployed.died", heading: "Leaks that killed the entry, as deployed" },
      { figure: "blast/memory.default.died", heading: "The same with Docker's defaults" },
      { figure: "blast/forks.deployed.failed", heading: "Fork bomb: requests that failed, as deployed" },
      { figure: "blast/cpu.deployed.p99", heading: "Busy loop: p99, as deployed" },
      { figure: "blast/cpu.default.p99", heading: "The same with Docker's defaults" },
    ],
    variants: true,
  },
  {
    title: "A service that crashes, and one that is deaf",
    mind: "A service crashes at every start for 8 s; a service ignores its stop signal.",
    figures: [
      { figure: "crashloop/restarts", heading: "Starts in 8 s" },
      { figure: "crashloop/gaveUp", heading: "Its supervisor gives up" },
      { figure: "deaf/waited", heading: "A deaf service gets its grace period" },
      { figure: "deaf/alone.survives", heading: "Stopped alone, it still runs" },
    ],
  },
  {
    title: "One more worker",
    mind: "Inside: by the supervisor's own means in the running container. A container more: with the same settings, which with one container for all is a whole deployment more.",
    figures: [
      { figure: "scaling/inside.possible", heading: "Possible inside" },
      { figure: "scaling/inside.memory", heading: "Memory inside" },
      { figure: "scaling/deployment.memory", heading: "Memory of a container more" },
      { figure: "scaling/inside.ms", heading: "Time inside" },
      { figure: "scaling/deployment.ms", heading: "Time of a container more" },
    ],
  },
  {
    title: "What an attacker would have",
    mind: "What root in the container holds; the services themselves hold no capability. Facts: of the container part of the CIS Docker Benchmark and the Pod Security Standards, a fact counted once. The reports list each check that fails, with a remedy.",
    figures: [
      { figure: "posture/root.capabilities", heading: "Root's capabilities" },
      { figure: "posture/checks", heading: "Hardening facts that hold" },
      { figure: "posture/undeclared", heading: "Undeclared ports that answer" },
      { figure: "posture/visible", heading: "Services whose processes another sees" },
    ],
    variants: true,
  },
  {
    title: "Images and complexity",
    mind: "All layers of an approach, each counted once; lines of everything that is rendered.",
    figures: [
      { figure: "image/total", heading: "Images" },
      { figure: "image/unique", heading: "Without the base image" },
      { figure: "complexity/lines", heading: "Lines" },
      { figure: "complexity/processes", heading: "Processes" },
      { figure: "complexity/supervising", heading: "of these, not the services'" },
    ],
  },
  {
    title: "Deploying",
    mind: "The same rendering with Pulumi and with docker compose, until all health checks pass. [Deploying](benchmarks.md) says where Pulumi's time goes.",
    figures: [
      { figure: "deploying/pulumi.up", heading: "pulumi up" },
      { figure: "deploying/compose.up", heading: "docker compose up" },
      { figure: "deploying/pulumi.noop", heading: "pulumi up, nothing to do" },
      { figure: "deploying/compose.noop", heading: "docker compose up, nothing to do" },
      { figure: "deploying/pulumi.destroy", heading: "pulumi destroy" },
      { figure: "deploying/compose.down", heading: "docker compose down" },
    ],
  },
];
