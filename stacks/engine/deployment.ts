import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { UnitPlan } from "../contract.ts";
import type { DeploymentOutput } from "../outputs.ts";
import { ownerLabels } from "../rendering/labels.ts";
import { containerArgs } from "./container-args.ts";
import { buildImage, keepPackageLayer } from "./images.ts";
import type { NetworkWatch } from "./network-watch.ts";
import { createNetworks, type Networks } from "./networks.ts";
import type { DeploymentPlan } from "./plan.ts";
import { waitUntilReady } from "./readiness/ready.ts";

/** One approach, deployed: its networks, volumes, images and containers. Wiring only; the plan decides. */
export class Deployment extends pulumi.ComponentResource {
  /** What stack outputs say of it; known once every unit is ready. */
  readonly output: pulumi.Output<DeploymentOutput>;
  readonly approach: string;

  /** @param watch says when the engine has the networks */
  constructor(plan: DeploymentPlan, watch: NetworkWatch, opts: pulumi.ComponentResourceOptions) {
    const { approach } = plan.scope;
    super("container-approaches:index:Deployment", approach, {}, opts);
    this.approach = approach;
    const child = { parent: this };
    const replaced = { parent: this, deleteBeforeReplace: true };
    const { images, networks, volumes } = this.#parts(plan, watch);
    // In the rendering's order: a unit joins only those before it.
    const created: Record<string, pulumi.Output<string>> = {};
    const units = plan.rendering.units.map((unit) => {
      const image = pick(images, unit.image).imageId;
      const inputs = { image, networks: networks.names, volumes: names(volumes), units: { ...created } };
      // The provider shows a changed health check as an update and then never applies it.
      const options = { ...replaced, replaceOnChanges: ["healthcheck"], dependsOn: [...unitDependsOn(unit, networks)] };
      const container = new docker.Container(
        `${approach}-${unit.name}`,
        containerArgs(unit, plan.scope, inputs),
        options,
      );
      created[unit.name] = container.id;
      return { plan: unit, id: container.id };
    });
    const ready = waitUntilReady(`${approach}-ready`, units, plan.docker, child);
    this.output = ready.stdout.apply(() => plan.output);
    this.registerOutputs({ output: this.output });
  }

  #parts({ scope, rendering, images, packageLayers }: DeploymentPlan, watch: NetworkWatch) {
    const { approach } = scope;
    const child = { parent: this };
    const labels = Object.entries(ownerLabels(scope)).map(([label, value]) => ({ label, value }));
    // First of all: they take the provider two seconds, and everything else goes on meanwhile.
    const networks = createNetworks(rendering.networks, scope, watch, child);
    const volumes = rendering.volumes.map(({ name, fullName }) => {
      return [
        name,
        new docker.Volume(`${approach}-${name}`, { name: fullName, driver: "local", labels }, child),
      ] as const;
    });
    const layers = packageLayers.map((layer) => keepPackageLayer(`${approach}-packages-${layer.hash}`, layer, child));
    const built = images.map((image) => {
      const options = { parent: this, dependsOn: layers };
      return [image.name, buildImage(`${approach}-${image.name}`, image, options)] as const;
    });
    return {
      images: Object.fromEntries(built),
      networks,
      volumes: Object.fromEntries(volumes),
    };
  }
}

/** The stack output `deployments`: approach to what was deployed. */
export function outputsByApproach(
  deployments: readonly Deployment[],
): Readonly<Record<string, pulumi.Output<DeploymentOutput>>> {
  return Object.fromEntries(deployments.map(({ approach, output }) => [approach, output] as const));
}

/** The provider gives up removing a network 30 s after its containers were told to stop: slower ones are removed first. */
const patienceSeconds = 25;

function unitDependsOn({ stopGraceSeconds }: UnitPlan, { resources }: Networks): readonly pulumi.Resource[] {
  return stopGraceSeconds > patienceSeconds ? resources : [];
}

function names(resources: Readonly<Record<string, { readonly name: pulumi.Output<string> }>>) {
  return Object.fromEntries(Object.entries(resources).map(([name, resource]) => [name, resource.name] as const));
}

function pick<T>(record: Readonly<Record<string, T>>, name: string): T {
  const value = record[name];
  if (value === undefined) throw new Error(`a unit refers to the image "${name}", which is not planned`);
  return value;
}
