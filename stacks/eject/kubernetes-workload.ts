import type { Loss } from "../../errors/loss.ts";
import { translated, type ContainerPlan } from "../container-plan.ts";
import { ownerLabels } from "../rendering/labels.ts";
import type { Ejectable } from "./ejectable.ts";
import { podExtras, type Requests } from "./kubernetes-extras.ts";
import { aliasSelector, meta, objectName, selector, type Labels } from "./kubernetes-meta.ts";
import { sharedAliases } from "./kubernetes-network.ts";
import { containerPorts, publishedService } from "./kubernetes-ports.ts";
import { probes, processOf } from "./kubernetes-process.ts";
import { groupsOf, securityOf } from "./kubernetes-security.ts";
import { volumesOf } from "./kubernetes-volumes.ts";
import { losing, type Lost } from "./losing.ts";

/** A Deployment, or a Job for a container that runs to completion, with what belongs to it. @param losses to which its own are added */
export function workloadOf(container: ContainerPlan, plan: Ejectable, losses: Loss[]): readonly object[] {
  // Kubernetes tells objects of different deployments apart by their namespaces: `fullName` is not needed.
  const { name, services, image, process, identity, attachments, ...more } = unnamed(container);
  const { limits, health, completes, startsAfter, stop, restart, logs, grants, extras, ...rest } = more;
  translated(rest);
  const { uid, gid } = identity;
  const lost = losing(name, losses);
  if (objectName(name) !== name)
    lost("its name", `${objectName(name)}, as names have small letters, digits and dashes`);
  loseOrder(startsAfter, lost);
  lost("logs", `the kubelet rotates them, and not at ${logs.maxFiles} files of ${logs.maxSizeMiB} MiB`);
  loseNamespaces(attachments, lost);
  loseRestart(restart, completes, lost);
  loseSignal(image, stop.signal, plan, lost);
  const labels = { ...ownerLabels(plan.scope, services), ...selector(name) };
  const names = sharedAliases(plan, container).map(aliasSelector);
  const { volumes, volumeMounts } = volumesOf(container, plan, lost);
  const further = podExtras(name, extras, plan, losses, lost);
  const pod = {
    metadata: {
      labels: Object.assign({}, meta(name, labels).labels, ...names) as Labels,
      ...(Object.keys(further.annotations).length === 0 ? {} : { annotations: further.annotations }),
    },
    spec: {
      ...(completes === undefined ? {} : { restartPolicy: restart === "no" ? "Never" : "OnFailure" }),
      terminationGracePeriodSeconds: stop.graceSeconds,
      enableServiceLinks: false,
      automountServiceAccountToken: false,
      ...(attachments.instead === "host" ? { hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" } : {}),
      ...further.pod,
      securityContext: { ...groupsOf(container, plan, lost), ...further.podSecurity },
      containers: [
        {
          name: objectName(name),
          image: referenceOf(image, plan),
          ...processOf(process, lost),
          ...containerPorts(container, plan),
          resources: resourcesOf(limits, further.requests, lost),
          securityContext: { ...securityOf({ uid, gid }, grants, lost), ...further.security },
          ...(health === undefined ? {} : probes(health, lost)),
          ...further.container,
          volumeMounts: [...volumeMounts, ...further.volumeMounts],
        },
      ],
      volumes: [...volumes, ...further.volumes],
    },
  };
  return [
    ...further.objects,
    completes === undefined
      ? deployment(name, labels, pod)
      : job(name, labels, pod, {
          activeDeadlineSeconds: completes.withinSeconds,
          ...(restart === "no" ? { backoffLimit: 0 } : {}),
        }),
    ...publishedService(container, plan, lost),
  ];
}

/** Without what others translate: mounts by `volumesOf`, and the name on the system by the namespace. */
function unnamed({ fullName, mounts, ...rest }: ContainerPlan): Omit<ContainerPlan, "fullName" | "mounts"> {
  if (mounts.some(({ path }) => path === "")) throw new Error(`${fullName} has a mount without a path`);
  return rest;
}

function deployment(name: string, labels: Labels, pod: object) {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: meta(name, labels),
    spec: { replicas: 1, selector: { matchLabels: selector(name) }, strategy: { type: "Recreate" }, template: pod },
  };
}

function job(name: string, labels: Labels, pod: object, ends: object) {
  return { apiVersion: "batch/v1", kind: "Job", metadata: meta(name, labels), spec: { ...ends, template: pod } };
}

function loseOrder(startsAfter: ContainerPlan["startsAfter"], lost: Lost): void {
  for (const { container, condition, ...rest } of startsAfter) {
    translated(rest);
    const why = "Kubernetes has no order: it has to try again until the other answers";
    lost(`starts after ${container} is ${condition}`, why, "refused");
  }
}

function loseNamespaces({ instead, joins, sharesIpc, networks }: ContainerPlan["attachments"], lost: Lost): void {
  if (instead === "none") lost("no network", "a policy lets nothing in or out, if the network plugin knows policies");
  if (joins !== undefined) {
    const what = `shares the namespaces ${joins.namespaces.join(", ")} of ${joins.container}`;
    lost(what, "put both containers into one pod", "refused");
  }
  if (sharesIpc === true) lost("lets others share its IPC namespace", "containers of one pod do", "refused");
  if (networks.length > 1)
    lost(`networks ${networks.map(({ name }) => name).join(", ")}`, "the cluster's network, with a policy for each");
}

function loseRestart(restart: ContainerPlan["restart"], completes: ContainerPlan["completes"], lost: Lost): void {
  if (completes !== undefined) {
    if (restart === "always" || restart === "unless-stopped")
      lost(`restart ${restart}`, "a Job that has succeeded is not started again", "refused");
    return;
  }
  if (restart === "no") lost("is not started again", "a Deployment always starts it again", "refused");
  if (restart === "on-failure") lost("is started again on failure", "a Deployment starts it again after a success too");
  if (restart === "unless-stopped") lost("stays stopped", "scale its Deployment to 0 to stop it");
}

function loseSignal(image: string, signal: string, { rendering }: Ejectable, lost: Lost): void {
  if (signal === "SIGTERM") return;
  const plan = rendering.images.find(({ name }) => name === image);
  if (plan?.dockerfile.split("\n").includes(`STOPSIGNAL ${signal}`) === true)
    lost(`stop signal ${signal}`, "the image's STOPSIGNAL says it, which the runtime takes");
  else lost(`stop signal ${signal}`, "Kubernetes sends the image's, or SIGTERM", "refused");
}

function referenceOf(name: string, { images }: Ejectable): string {
  const image = images.find((one) => one.name === name);
  if (image === undefined) throw new Error(`the rendering plans no image "${name}"`);
  return image.reference;
}

function resourcesOf(
  { memoryMiB, memorySwapMiB = memoryMiB, cpus, pids, ...rest }: ContainerPlan["limits"],
  { cpuShares, reservedMiB }: Requests,
  lost: Lost,
) {
  translated(rest);
  if (pids !== undefined) lost(`${pids} processes`, "the kubelet has one limit for all pods of a node", "refused");
  if (memorySwapMiB !== memoryMiB) lost(`swap ${memorySwapMiB ?? ""}`, "the kubelet decides", "refused");
  if (cpuShares !== undefined) lost(`${cpuShares} CPU shares`, "a request of processors, within the limit");
  const most = Math.round((cpus ?? Infinity) * 1000);
  return {
    limits: quantities(memoryMiB, cpus === undefined ? undefined : String(cpus)),
    requests: quantities(
      reservedMiB,
      // A request above the limit is refused.
      cpuShares === undefined ? undefined : `${Math.min(most, Math.max(1, Math.round((cpuShares * 1000) / 1024)))}m`,
    ),
  };
}

function quantities(memoryMiB: number | undefined, cpu: string | undefined): Readonly<Record<string, string>> {
  return { ...(memoryMiB === undefined ? {} : { memory: `${memoryMiB}Mi` }), ...(cpu === undefined ? {} : { cpu }) };
}
