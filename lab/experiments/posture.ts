import type { Service } from "../../services/contract.ts";
import type { Experiment, Figure, Observations } from "../contract.ts";
import { containerOf } from "../deployment.ts";
import { hasEgress } from "../instruments/addresses.ts";
import { without } from "../instruments/missing.ts";
import { mainProcess, processesOf, type Process } from "../instruments/processes.ts";
import { peerOf } from "../roles.ts";
import type { CommonTools, Subject, Tools } from "../tools.ts";
import { verdicts } from "./posture/check.ts";
import { cisNamespaceChecks } from "./posture/cis-namespaces.ts";
import { cisChecks } from "./posture/cis.ts";
import { localCoupling } from "./posture/coupling.ts";
import { factsOf, type HostFacts } from "./posture/facts.ts";
import { failingChecks } from "./posture/failing-checks.ts";
import { podSecurityChecks } from "./posture/pod-security.ts";
import { readOnlyCgroupWritable } from "./posture/read-only-cgroups.ts";
import { undeclaredPorts, type Neighbour } from "./posture/undeclared.ts";
import { moduleValues, rootValues, serviceValues } from "./posture/values.ts";

export const posture: Experiment = {
  name: "posture",
  title: "Security posture",
  question: "What can root in the container really do, and which hardening checks pass?",
  method:
    "A program runs as root in each container. It opens every device of the kernel (it creates a node if it may), writes into every mount of the host (a scratch folder, removed at once), and opens twenty kernel settings for writing without writing. It repeats the last two after it has made the mounts writable in its own mount namespace. It asks the kernel to load a module of no bytes, which the kernel refuses for lack of permission or for lack of a module. Where the host's cgroups are mounted writable, a clone of the container gets them read-only and tries to write to them. Of several containers the worst counts. The services' own users and capabilities are read from the kernel. Checks have the numbers of the CIS Docker Benchmark 1.6.0 and the names of the Pod Security Standards' restricted profile. A check passes if every container passes; a check for something that the host lacks (AppArmor, SELinux) is left out, and a fact that several checks ask about counts once. Without egress: Docker calls the peer's networks internal. Undeclared: each service opens one port on loopback and one on all addresses; the other services try to connect to them, and to every other port that it listens on and that they do not declare. Each service also offers an abstract Unix socket, and a socket and a file in every common folder that it can write to; the other services try to reach them, and look for its process in /proc.",
  excludes:
    "Kernel bugs, and what an escape from the container would reach. Devices that react to being opened (watchdogs, tapes, terminals).",
  kind: "categorical",
  about: ["entry", "peer"],
  besideOthers: true,
  figures: {
    "root.capabilities": { title: "capabilities of root in the container", unit: "count", better: "lower" },
    "root.seccomp": { title: "a seccomp filter applies to root", unit: "yes-no", better: "yes" },
    "root.noNewPrivileges": { title: "no-new-privileges is set", unit: "yes-no", better: "yes" },
    "root.devices": { title: "host devices that root can open", unit: "count", better: "lower" },
    deviceShare: {
      title: "share of the host's devices that root can open",
      unit: "percent",
      counted: true,
      better: "lower",
    },
    modules: { title: "root may load kernel modules", unit: "yes-no", better: "no" },
    readOnlyCgroupWritable: {
      title: "root can write to cgroups that are mounted read-only",
      unit: "yes-no",
      better: "no",
    },
    "root.hostWrites": { title: "mounts of the host that root can write to", unit: "count", better: "lower" },
    "root.kernelSurfaces": {
      title: "kernel settings and interfaces that root can write to",
      unit: "count",
      better: "lower",
    },
    privileged: { title: "needs a privileged container", unit: "yes-no", better: "no" },
    hostMounts: { title: "mounted folders of the host", unit: "count", better: "lower" },
    readOnlyRoot: { title: "the root file system is read-only", unit: "yes-no", better: "yes" },
    rootContainer: { title: "PID 1 of a container runs as root", unit: "yes-no", better: "no" },
    healthChecks: { title: "every container has a health check", unit: "yes-no", better: "yes" },
    memoryLimits: { title: "every container has a memory limit", unit: "yes-no", better: "yes" },
    "services.root": { title: "services that run as root", unit: "count", better: "lower" },
    "services.capabilities": { title: "capabilities of the services", unit: "count", better: "lower" },
    "services.confined": {
      title: "every service has its own user, no capability and no-new-privileges",
      unit: "yes-no",
      better: "yes",
    },
    "network.peer": { title: "the peer has no egress", unit: "yes-no", better: "yes" },
    undeclared: { title: "undeclared ports that answer", unit: "count", better: "lower" },
    "undeclared.local": {
      title: "undeclared Unix sockets and files that another service reaches",
      unit: "count",
      better: "lower",
    },
    visible: { title: "services whose processes another service sees", unit: "count", better: "lower" },
    checks: { title: "share of hardening facts that hold", unit: "percent", counted: true, better: "higher" },
    ...withdrawn({
      "checks.passed": { title: "hardening checks passed", unit: "count", better: "higher" },
      "checks.failed": { title: "hardening checks failed", unit: "count", better: "lower" },
      score: { title: "share of hardening checks passed", unit: "percent", counted: true, better: "higher" },
    }),
  },
  exhibits: failingChecks,
  run,
  async elsewhere({ deployment, workload }, tools) {
    const neighbours = await neighboursOf({ deployment, workload }, tools);
    const { values } = await reachableOf(workload.services, neighbours, tools);
    const all = { ...serviceValues(neighbours.map(({ process }) => process)), ...values };
    const others = Object.entries(posture.figures).filter(
      ([name, { withdrawn }]) => withdrawn === undefined && !(name in all),
    );
    return {
      values: all,
      missing: without(
        others.map(([name]) => name),
        asksDocker,
      ),
    };
  },
};

const asksDocker =
  "It is read from Docker's settings of a container, or as root inside by docker exec; the verbs run programs as the service's user.";

function withdrawn(figures: Readonly<Record<string, Figure>>): Record<string, Figure> {
  const reason =
    "It counts a fact once for each check that asks about it: whether PID 1 is root, for example, three times. posture/checks counts each fact once.";
  return Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, { ...figure, withdrawn: reason }]));
}

const checks = [...cisChecks, ...cisNamespaceChecks, ...podSecurityChecks];

async function run(subject: Subject, tools: Tools): Promise<Observations> {
  const { deployment, workload } = subject;
  const processes = await processesOf(tools);
  const programs = new Map([...processes].map(([unit, found]) => [unit, found.map(({ argv }) => argv[0] ?? "")]));
  const units = await factsOf(subject, tools, programs);
  const judged = verdicts(checks, units, await hostFacts(tools, workload.entry.port));
  const neighbours = await neighboursOf({ deployment, workload }, tools, processes);
  const { values: reachable, details: reached } = await reachableOf(workload.services, neighbours, tools);
  const egress = await hasEgress(tools, containerOf(deployment, peerOf(workload).name));
  const total = judged.passed + judged.failed.length;
  const { values: modules, missing } = moduleValues(units.map(({ root }) => root));
  return {
    values: {
      ...rootValues(units),
      ...serviceValues(neighbours.map(({ process }) => process)),
      "network.peer": !egress,
      ...reachable,
      ...modules,
      readOnlyCgroupWritable: await readOnlyCgroupWritable(tools, units),
      checks: Math.round((1000 * judged.passed) / total) / 10,
    },
    ...(missing === undefined ? {} : { missing }),
    details: {
      findings: judged.findings,
      failed: judged.failed,
      notApplicable: judged.notApplicable,
      ...reached,
      root: units.map(({ unit, root }) => ({ unit, ...root })),
    },
  };
}

/** Each service with its main process, what that listens on, and its addresses. */
async function neighboursOf(
  { deployment, workload }: Pick<Subject, "deployment" | "workload">,
  tools: CommonTools,
  processes?: ReadonlyMap<string, readonly Process[]>,
) {
  const found = processes ?? (await processesOf(tools));
  return Promise.all(
    workload.services.map(async (service) => {
      const container = containerOf(deployment, service.name);
      const process = mainProcess(service, found, container);
      const addresses = await tools.containers.addresses(container);
      return { service, process, listening: process.listening, addresses };
    }),
  );
}

/** What services reach of each other that none has declared. */
async function reachableOf(services: readonly Service[], neighbours: readonly Neighbour[], tools: CommonTools) {
  const [undeclared, { local, visible }] = await Promise.all([
    undeclaredPorts(tools, neighbours),
    localCoupling(tools, services),
  ]);
  return {
    values: {
      undeclared: undeclared.length,
      "undeclared.local": local.length,
      visible: new Set(visible.map(({ to }) => to)).size,
    },
    details: { undeclared, coupling: { local, visible } },
  };
}

async function hostFacts({ docker }: Tools, entryPort: number): Promise<HostFacts> {
  const options = JSON.parse(await docker.run(["info", "--format", "{{json .SecurityOptions}}"])) as string[] | null;
  const has = (name: string) => (options ?? []).some((option) => option.includes(`name=${name}`));
  return { appArmor: has("apparmor"), seLinux: has("selinux"), entryPort };
}
