import type { Service, Workload } from "../../services/contract.ts";
import type { ContainerPlan } from "../container-plan.ts";
import type { ContextFile, Rendering, Settings } from "../contract.ts";
import { bash, checkPath, ownPath, withServicePath } from "../rendering/checks.ts";
import { refuseSamePorts } from "../rendering/conflicts.ts";
import { hardenedAs } from "../rendering/hardening.ts";
import { networkName } from "../rendering/names.ts";
import { inStartOrder } from "../rendering/order.ts";
import { numbersOf } from "../rendering/replicas.ts";
import { restartingCheckPath, restartsItself } from "../rendering/restarting-check.ts";
import { rootFolder } from "../rendering/service-files.ts";
import { commandLine } from "../rendering/shell.ts";
import { volumesOf } from "../rendering/volumes.ts";
import { endsAlone, forgotten, opened, sharedVolumes, unorderedRestart } from "../rendering/warnings.ts";
import type { Placed } from "./contract.ts";
import { foreignPod } from "./foreign/pod.ts";
import { checkOf, ownContainer, ownContainerTraits, ownControl } from "./own-container.ts";
import { ownImage } from "./own-image.ts";
import { network, pauseContainer, pauseImage, pauseName } from "./pause.ts";
import { refuseListeningReplicas } from "./refused-replicas.ts";

/** A container per replica of a service, with a shared network and IPC namespace, as in a pod of Kubernetes. */
export const pod: Placed = { placement: "pod", supervisor: "none", traits: ownContainerTraits, render };

/**
 * @returns an image per service, a container per replica, and the pause container
 * @throws UserError if two services, or two replicas of one, listen on the same port
 */
function render(workload: Workload, settings: Settings): Rendering {
  if (workload.foreign !== undefined) return foreignPod(workload, settings);
  const { services } = workload;
  refuseSamePorts(workload, "with this approach all services share one network");
  refuseListeningReplicas(workload);
  return hardenedAs(settings, {
    images: [
      pauseImage(workload, settings),
      ...services.map((service) => ownImage(service, workload, settings, [podCheck(service)])),
    ],
    networks: [{ name: network, fullName: networkName(settings.scope, network, false), internal: false }],
    volumes: volumesOf(workload, settings),
    containers: [
      pauseContainer(workload, settings),
      ...inStartOrder(services).flatMap((service) =>
        numbersOf(service).map((number) => memberContainer(service, number, workload, settings)),
      ),
    ],
    services: ownControl(services),
    warnings: warningsFor(services),
  });
}

const podCheckPath = "/opt/container-approaches/check-in-pod";

function memberContainer(service: Service, number: number, workload: Workload, settings: Settings): ContainerPlan {
  const joins = { container: pauseName(workload.services), namespaces: ["network", "ipc"] } as const;
  const place = { number, attachments: { networks: [], joins }, hostOf: () => "localhost" };
  const container = ownContainer(service, workload, settings, place);
  const { health } = container;
  if (health === undefined) return container;
  // Others wait by the service's own checks: only the system ends containers whose network is gone.
  const argv = checkOf(service, podCheckPath);
  return { ...container, health: { ...health, argv, probe: health.probe ?? health.argv } };
}

/**
 * A container stays in the namespaces that it joined at its start, even after the pause container was replaced: the service would run on,
 * healthy by its own checks and unreachable. Only a restart joins the new namespaces.
 */
function podCheck(service: Service): ContextFile {
  const lines = [
    "#!/bin/bash",
    "# Exits 0 if the pod has its network and the service's checks pass.",
    ...ownPath,
    "if [ ! -e /sys/class/net/eth0 ]; then",
    '  echo "the network is gone, because the pause container has ended: this container ends too and restarts in the new network"',
    "  # Only after the pause container is back: the daemon tries one restart.",
    "  sleep 1",
    `  kill -s ${service.stopSignal.slice("SIG".length)} 1`,
    "  exit 1",
    "fi",
    `exec ${withServicePath} ${commandLine([...bash, restartsItself(service) ? restartingCheckPath : checkPath(service)])}`,
  ];
  return { path: `${rootFolder}${podCheckPath}`, content: `${lines.join("\n")}\n`, mode: 0o755 };
}

function warningsFor(services: readonly Service[]): string[] {
  return [
    "services share a network and IPC: each can reach the others' ports on localhost, and their shared memory",
    "after a restart of the pause container, each service ends at its next health check and restarts in the new network",
    "a service whose container starts while the pause container is down stays down, also after a restart of the daemon; npm run up starts it",
    ...services.flatMap((service) => [...sharedVolumes(service), ...unorderedRestart(service)]),
    ...endsAlone(services),
    ...opened(services),
    ...forgotten(services),
  ];
}
