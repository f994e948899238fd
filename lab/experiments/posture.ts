import type { Experiment } from "../contract.ts";

export const posture: Experiment = {
  name: "posture",
  title: "Security posture",
  question: "What can root inside really do, and which hardening checks pass?",
  method:
    "A program runs as root in each container and tries: it opens every device, writes beside every mount of the host's (on a scratch name, removed at once), and reads its capabilities and filters from the kernel. Checks are numbered after the CIS Docker Benchmark and the Pod Security Standards' restricted profile. From each service, ports that other services listen on and that it does not declare are connected to.",
  excludes: "Kernel bugs, and what a way out of the container would reach.",
  kind: "categorical",
  workload: "hello",
  besideOthers: true,
  figures: {
    "root.capabilities": { title: "capabilities of root inside", unit: "count", better: "lower" },
    "root.seccomp": { title: "system calls of root are filtered", unit: "yes-no", better: "yes" },
    "root.noNewPrivileges": { title: "programs cannot gain privileges", unit: "yes-no", better: "yes" },
    "root.devices": { title: "host devices that open", unit: "count", better: "lower" },
    "root.hostWrites": { title: "mounts of the host's that root can write to", unit: "count", better: "lower" },
    "root.kernelSurfaces": {
      title: "kernel settings and interfaces that root can write to",
      unit: "count",
      better: "lower",
    },
    privileged: { title: "needs a privileged container", unit: "yes-no", better: "no" },
    hostMounts: { title: "needs folders of the host", unit: "count", better: "lower" },
    readOnlyRoot: { title: "the root file system is read-only", unit: "yes-no", better: "yes" },
    "services.root": { title: "services that run as root", unit: "count", better: "lower" },
    "services.capabilities": { title: "capabilities of the services", unit: "count", better: "lower" },
    "services.confined": {
      title: "every service has its own user, no capability and no way to more",
      unit: "yes-no",
      better: "yes",
    },
    "network.client": { title: "the client has no way out of its network", unit: "yes-no", better: "yes" },
    undeclared: { title: "undeclared ports that answer", unit: "count", better: "lower" },
    "checks.passed": { title: "hardening checks passed", unit: "count", better: "higher" },
    "checks.failed": { title: "hardening checks failed", unit: "count", better: "lower" },
    score: { title: "hardening checks passed, of all", unit: "percent", better: "higher" },
  },
  run() {
    return Promise.reject(new Error("not written yet"));
  },
};
