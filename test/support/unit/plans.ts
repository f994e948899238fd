import type { Workload } from "../../../services/contract.ts";
import type { ContainerPlan } from "../../../stacks/container-plan.ts";
import type { Approach, Rendering, Settings } from "../../../stacks/contract.ts";
import type { BaseImage, DeploymentPlan, PublishedPort } from "../../../stacks/deployment-plan.ts";
import { planDeployment } from "../../../stacks/plan/deployment.ts";
import type { System } from "../../../stacks/systems/contract.ts";
import { dockerSystem } from "../../../stacks/systems/docker/index.ts";
import { silentDocker } from "./fake-docker.ts";
import { everythingWorkload, sampleSettings } from "./samples.ts";

/** Inputs of a plan; a test gives only those that it is about. */
export interface Given {
  readonly settings?: Settings;
  readonly baseImage?: BaseImage;
  /** Published address of the entry. @default 127.0.0.1 */
  readonly address?: string;
  /** Folder of the build contexts. @default contexts */
  readonly folder?: string;
  /** @default Docker, without a daemon */
  readonly system?: System;
}

/** Plans an approach's deployment on port 20000, as planStack does. */
export function planned(
  approach: Approach,
  workload: Workload = everythingWorkload(),
  given: Given = {},
): DeploymentPlan {
  const { settings = sampleSettings(), baseImage = { name: "base", id: "sha256:1" }, folder = "contexts" } = given;
  const { address = "127.0.0.1", system = dockerSystem(silentDocker()) } = given;
  const rendering = approach.render(workload, settings);
  const published = publishedBy(rendering, address);
  return planDeployment(workload, { approach, system, scope: settings.scope, rendering, published }, baseImage, folder);
}

/** The one port that a rendering publishes, on port 20000 of the host. */
export function publishedBy({ containers }: Rendering, address = "127.0.0.1"): PublishedPort {
  const [publisher, ...more] = containers.filter(({ attachments }) => attachments.publishes !== undefined);
  const internal = publisher?.attachments.publishes;
  if (publisher === undefined || internal === undefined || more.length > 0) throw new Error("one container publishes");
  return { container: publisher.name, address, external: 20_000, internal };
}

/** The only container of a rendering, or the one with the given name. */
export function containerOf({ containers }: Pick<Rendering, "containers">, name?: string): ContainerPlan {
  const found = containers.filter((container) => name === undefined || container.name === name);
  const [container] = found;
  if (container === undefined || found.length > 1) throw new Error(`${found.length} containers ${name ?? ""}`);
  return container;
}
