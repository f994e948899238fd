import { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import type { DeploymentPlan } from "../../../stacks/deployment-plan.ts";
import type { System } from "../../../stacks/systems/contract.ts";

/** A made-up system: every object is a command. It shows that the contract fits systems other than Docker. */
export function paperSystem(): System {
  return {
    name: "paper",
    control: (container) => `paper ask ${container}`,
    refuses: ({ limits }) => ((limits.memoryMiB ?? 0) > 0 ? ["paper has no memory limits"] : []),
    look: () => Promise.resolve({ containers: [], networks: [], volumes: [], images: new Map(), local: false }),
    host: () => Promise.resolve({ cgroupVersion: 2, containersCgroup: "paper" }),
    reach: (address) => address,
    place: () => Promise.resolve({ id: "paper:1", address: "a desk" }),
    addressIn: (resources) => resources.find(({ type }) => type === "pulumi:providers:paper")?.id,
    processors: () => Promise.resolve(64),
    baseImage: (configured) => Promise.resolve({ name: configured ?? "paper/base", id: "paper:1" }),
    checkRoom: () => Promise.resolve(),
    removal: (name) => `rub out ${name}`,
    lacks: () => Promise.resolve(undefined),
    foreignImage: ({ kind }) => Promise.resolve(`paper is written, not ${kind === "build" ? "built" : "pulled"}`),
    release: () => Promise.resolve("ID=paper\n"),
    diagnose: () => Promise.resolve([]),
    creator: () => Promise.resolve(writeDown),
    data: () => Promise.reject(new Error("paper keeps no data")),
    owned: () => Promise.resolve([]),
    drift: () => Promise.resolve({ lost: [], stray: [] }),
    remove: () => Promise.resolve([]),
    removeShared: () => Promise.resolve([]),
  };
}

/** A command for each object of a deployment, containers in their order, and one that depends on all. */
function writeDown(plan: DeploymentPlan, parent: pulumi.ComponentResource): pulumi.Output<unknown> {
  const { scope, rendering, images } = plan;
  const command = (name: string, content: unknown, dependsOn: readonly pulumi.Resource[]) =>
    new local.Command(
      `${scope.approach}-${name}`,
      { create: `paper write ${JSON.stringify(content)}` },
      { parent, dependsOn: [...dependsOn] },
    );
  const networks = rendering.networks.map((network) => command(`network-${network.name}`, network, []));
  const volumes = rendering.volumes.map((volume) => command(`volume-${volume.name}`, volume, []));
  const built = images.map(({ name, reference, context }) => command(`image-${name}`, { reference, context }, []));
  const containers: pulumi.Resource[] = [];
  for (const container of rendering.containers)
    containers.push(command(container.name, container, [...networks, ...volumes, ...built, ...containers]));
  return command("ready", rendering.containers.length, containers).stdout;
}
