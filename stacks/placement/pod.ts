import type { Service, Workload } from "../../services/contract.ts";
import type { ContainerPlan } from "../container-plan.ts";
import type { ContextFile, Rendering, Settings } from "../contract.ts";
import { checkPath } from "../rendering/checks.ts";
import { ports, refuseConflicts } from "../rendering/conflicts.ts";
import { networkName } from "../rendering/names.ts";
import { rootFolder } from "../rendering/service-files.ts";
import { commandLine } from "../rendering/shell.ts";
import { volumesOf } from "../rendering/volumes.ts";
import { opened, singleReplica, unordered } from "../rendering/warnings.ts";
import type { Placed } from "./contract.ts";
import { ownContainer, ownContainerTraits, ownControl } from "./own-container.ts";
import { ownImage } from "./own-image.ts";
import { network, pauseContainer, pauseImage, pauseName } from "./pause.ts";

/** A container per service, with a network and an IPC namespace that they share, as in a pod of Kubernetes. */
export const pod: Placed = { placement: "pod", supervisor: "none", traits: ownContainerTraits, render };

/**
 * @returns a container per service, and one that holds what they share
 * @throws UserError where two services listen on the same port
 */
function render(workload: Workload, settings: Settings): Rendering {
  const { services } = workload;
  refuseConflicts(workload, ports(services), "this approach gives all services one network");
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
 * A container stays in the namespaces that it was started in, also when those that hold them are gone and others have taken their
 * place: the service would go on, healthy in its own eyes and reached by nobody. Only a new start joins the new ones.
 */
function podCheck(service: Service): ContextFile {
  const lines = [
    "#!/bin/bash",
    "# Exits 0 when the pod has its network and the service's checks pass.",
    "if [ ! -e /sys/class/net/eth0 ]; then",
    '  echo "the network is gone, as the pause container has ended: this one ends too, to be started in the new network"',
    "  # Not before the pause container is back: the engine tries once.",
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
    "services share a network and IPC: each reaches what others listen on at localhost, and their shared memory",
    "when the pause container starts again, services leave its old network with their next health check and are started in the new one",
    "a service whose container starts while the pause container does not run stays down, after a restart of the engine too: npm run up starts it",
    ...services.flatMap((service) => [...singleReplica(service, "container"), ...unordered(service)]),
    ...opened(services),
  ];
}
