import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { ContainerPlan } from "../container-plan.ts";
import { restartReaders } from "../delivery/restarts.ts";
import type { DeploymentPlan } from "../deployment-plan.ts";
import { startGates } from "../readiness/gates.ts";
import { waitUntilReady } from "../readiness/ready.ts";
import type { BuildImages, CreateDeployment, SecretValues } from "../systems/contract.ts";
import type { Commander, Commands, MadeObject } from "./contract.ts";
import { deliverHere } from "./deliver.ts";
import { isLost } from "./lost.ts";
import { markerOf } from "./marker.ts";

/** Creates deployments on a system by its commands, with images that another system builds. */
export function byCommands(commander: Commander, build: BuildImages): CreateDeployment {
  return (plan, parent, secrets) => create(plan, { parent }, commander, build, secrets);
}

/** A command as a resource, with what it makes. */
type Make = (
  name: string,
  objects: readonly MadeObject[],
  commands: Commands,
  more?: pulumi.CustomResourceOptions & { readonly triggers?: readonly pulumi.Input<string>[] },
) => local.Command;

function create(
  plan: DeploymentPlan,
  options: pulumi.CustomResourceOptions,
  commander: Commander,
  build: BuildImages,
  secrets: SecretValues,
): pulumi.Output<unknown> {
  const { scope, rendering } = plan;
  const make = maker(commander.system, scope.approach, options);
  const parts = createParts(plan, options, commander, build, make);
  const delivered = deliverHere(commander.system, plan, secrets, options);
  const waiting = { plan, engine: commander.engine, options };
  const gates = startGates(waiting);
  const created: Record<string, local.Command> = {};
  const containers = rendering.containers.map((container) => {
    const joined = joinedBy(container, created);
    const resource = make(
      container.name,
      [{ kind: "container", name: container.fullName }],
      commander.container(container, plan, secrets),
      {
        // It cannot stay in namespaces that are made anew.
        triggers: joined.map(({ id }) => id),
        dependsOn: [...parts.of(container), ...delivered.before, ...gates.before(container), ...joined],
        deleteBeforeReplace: true,
      },
    );
    created[container.name] = resource;
    gates.add(container, resource);
    return { plan: container, id: resource.id };
  });
  const companion = commander.companion(plan);
  const beside =
    companion === undefined
      ? []
      : [
          make(companion.kind, [companion], companion, {
            triggers: containers.map(({ id }) => id),
            deleteBeforeReplace: true,
          }),
        ];
  const restarts = restartReaders(plan, delivered, secrets, created, options);
  // It waits for what was restarted, too.
  const started = containers.map(({ plan: one, id }) => ({
    plan: one,
    id: pulumi
      .all([id, ...one.services.flatMap((name) => restarts.get(name) ?? [])])
      .apply((all) => all.join(" ").trim()),
  }));
  return pulumi.all([waitUntilReady(started, waiting).stdout, ...beside.map(({ stdout }) => stdout)]);
}

function maker(system: string, approach: string, options: pulumi.CustomResourceOptions): Make {
  return (
    name,
    objects,
    { create: text, delete: removing, stdin, identity, makes = [] },
    { triggers = [], ...more } = {},
  ) =>
    new local.Command(
      `${approach}-${name}`,
      {
        create: text,
        ...(identity === undefined ? {} : { update: ":" }),
        ...(removing === undefined ? {} : { delete: removing }),
        ...(stdin === undefined ? {} : { stdin }),
        environment: markerOf(system, [...objects, ...makes]),
        triggers: [identity ?? text, ...(stdin === undefined ? [] : [stdin]), ...triggers],
        logging: "none",
      },
      { ...options, ...(isLost(`${approach}-${name}`) ? { deleteBeforeReplace: true } : {}), ...more },
    );
}

interface Parts {
  /** What must be there before a container. */
  of(container: ContainerPlan): pulumi.Resource[];
}

/** Networks, volumes and images. */
function createParts(
  plan: DeploymentPlan,
  options: pulumi.CustomResourceOptions,
  commander: Commander,
  build: BuildImages,
  make: Make,
): Parts {
  const { scope, rendering, images } = plan;
  const networks = rendering.networks
    .filter(({ external }) => external !== true)
    .map((network) => {
      const objects = [{ kind: "network", name: network.fullName }];
      return [network.name, make(`network-${network.name}`, objects, commander.network(network, scope))] as const;
    });
  const volumes = rendering.volumes
    .filter(({ external }) => external !== true)
    .map((volume) => {
      const objects = [{ kind: "volume", name: volume.fullName }];
      const retainOnDelete = volume.holds === "data";
      const made = make(`volume-${volume.name}`, objects, commander.volume(volume, scope), { retainOnDelete });
      const given = volume.holds === "data" ? commander.handOver(volume) : undefined;
      return [
        volume.name,
        given === undefined ? made : make(`owner-${volume.name}`, [], given, { dependsOn: [made] }),
      ] as const;
    });
  const built = build(plan, options);
  const brought = images.map((image) => {
    const objects = [{ kind: "image", name: image.reference }];
    return [
      image.name,
      make(`brought-${image.name}`, objects, commander.image(image), { dependsOn: [...built] }),
    ] as const;
  });
  return {
    of({ image, attachments, mounts }) {
      const attached = attachments.networks.map(({ name }) => name);
      const mounted = mounts.flatMap((mount) => (mount.kind === "volume" ? [mount.volume] : []));
      return [
        ...brought.flatMap(([name, resource]) => (name === image ? [resource] : [])),
        ...networks.flatMap(([name, resource]) => (attached.includes(name) ? [resource] : [])),
        ...volumes.flatMap(([name, resource]) => (mounted.includes(name) ? [resource] : [])),
      ];
    },
  };
}

function joinedBy({ attachments }: ContainerPlan, created: Readonly<Record<string, local.Command>>): local.Command[] {
  const { joins } = attachments;
  if (joins === undefined) return [];
  const holder = created[joins.container];
  if (holder === undefined)
    throw new Error(`the rendering refers to "${joins.container}", which it does not plan before`);
  return [holder];
}
