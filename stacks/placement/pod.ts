import type { Service, Workload } from "../../services/contract.ts";
import type { ContainerPlan } from "../container-plan.ts";
import type { ContextFile, Rendering, Settings } from "../contract.ts";
import { checkPath } from "../rendering/checks.ts";
import { ports, refuseConflicts } from "../rendering/conflicts.ts";
import { networkName } from "../rendering/names.ts";
import { rootFolder } from "../rendering/service-files.ts";
import { commandLine } from "../rendering/shell.ts";
import { volumesOf } from "../rendering/volumes.ts";
import { endsAlone, opened, singleReplica, unordered } from "../rendering/warnings.ts";
import type { Placed } from "./contract.ts";
import { ownContainer, ownContainerTraits, ownControl } from "./own-container.ts";
import { ownImage } from "./own-image.ts";
import { network, pauseContainer, pauseImage, pauseName } from "./pause.ts";

/** A container per service, with a shared network and IPC namespace, as in a pod of Kubernetes. */
export const pod: Placed = { placement: "pod", supervisor: "none", traits: ownContainerTraits, render };

/**
 * @returns a container per service, and the pause container
 * @throws UserError if two services listen on the same port
 */
function render(workload: Workload, settings: Settings): Rendering {
  const { services } = workload;
  refuseConflicts(workload, ports(services), "with this approach all services share one network");
  return {
    images: [
      pauseImage(workload, settings),
      ...services.map((service) => ownImage(service, settings, [podCheck(service)])),
    ],
    networks: [{ name: network, fullName: networkName(settings.scope, network, false), internal: false }],
    volumes: volumesOf(workload, settings),
    containers: [
      pauseContainer(workload, settings),
      ...services.map((service) => memberContainer(service, workload, settings)),
    ],
    services: ownControl(services),
    warnings: warningsFor(services),
  };
}

const podCheckPath = "/opt/container-approaches/check-in-pod";

function memberContainer(service: Service, { services }: Workload, settings: Settings): ContainerPlan {
  const joins = { container: pauseName(services), namespaces: ["network", "ipc"] } as const;
  const container = ownContainer(service, settings, { networks: [], joins }, () => "localhost");
  return { ...container, health: { ...service.health, argv: ["/bin/bash", podCheckPath] } };
}

/**
 * A container stays in the namespaces that it joined at its start, even after the pause container was replaced: the service would run on,
 * healthy by its own checks and unreachable. Only a restart joins the new namespaces.
 */
function podCheck(service: Service): ContextFile {
  const lines = [
    "#!/bin/bash",
    "# Exits 0 if the pod has its network and the service's checks pass.",
    "if [ ! -e /sys/class/net/eth0 ]; then",
    '  echo "the network is gone, because the pause container has ended: this container ends too and restarts in the new network"',
    "  # Only after the pause container is back: the daemon tries one restart.",
    "  sleep 1",
    `  kill -s ${service.stopSignal.slice("SIG".length)} 1`,
    "  exit 1",
    "fi",
    `exec ${commandLine(["/bin/bash", checkPath(service)])}`,
  ];
  return { path: `${rootFolder}${podCheckPath}`, content: `${lines.join("\n")}\n`, mode: 0o755 };
}

function warningsFor(services: readonly Service[]): string[] {
  return [
    "services share a network and IPC: each can reach the others' ports on localhost, and their shared memory",
    "after a restart of the pause container, each service ends at its next health check and restarts in the new network",
    "a service whose container starts while the pause container is down stays down, also after a restart of the daemon; npm run up starts it",
    ...services.flatMap((service) => [...singleReplica(service, "container"), ...unordered(service)]),
    ...endsAlone(services),
    ...opened(services),
  ];
}
