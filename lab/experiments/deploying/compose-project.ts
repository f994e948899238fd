import { execa } from "execa";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { daemonVariables } from "../../../docker/endpoint.ts";
import { approachesNamed } from "../../../stacks/approaches.ts";
import type { DeploymentPlan } from "../../../stacks/deployment-plan.ts";
import { composeFile } from "../../../stacks/eject/compose.ts";
import { writeContext } from "../../../stacks/plan/context-folder.ts";
import { planDeployment } from "../../../stacks/plan/deployment.ts";
import { canListen } from "../../../stacks/plan/port-probe.ts";
import { firstFreePort, preferredPort } from "../../../stacks/plan/ports.ts";
import { publisherIn } from "../../../stacks/plan/publisher.ts";
import { openSystems } from "../../../stacks/systems.ts";
import { baseImageOf } from "../../instruments/packages.ts";
import type { Subject, Tools } from "../../tools.ts";
import { composeProgram } from "./compose-program.ts";
import type { Deployer } from "./deployer.ts";

const publishedAt = "127.0.0.1";

/** A subject for docker compose: the same rendering, with its own names and port. */
export async function composeProject(subject: Subject, tools: Tools): Promise<Deployer> {
  const { project, stack } = subject;
  const { docker, signal } = tools;
  const plan = await planFor(subject);
  for (const { context, files } of plan.images) await writeContext(join(project.folder, context), files);
  const file = join(project.folder, ".state", `compose-${stack}.yaml`);
  await writeFile(file, composeFile(plan, project.folder));
  const [command, ...words] = composeProgram();
  const name = `ca-${project.instance}-${plan.scope.stack}`;
  // BuildKit is the default of compose, and Pulumi's provider uses it too.
  const env = {
    ...daemonVariables(docker.endpoint, process.env),
    DOCKER_HOST: docker.endpoint.host,
    DOCKER_BUILDKIT: undefined,
    COMPOSE_BAKE: undefined,
  };
  const compose = (...args: readonly string[]) =>
    execa(command, [...words, "--project-name", name, "--file", file, ...args], { env, cancelSignal: signal });
  return {
    title: "docker compose",
    stack: { instance: project.instance, name: plan.scope.stack },
    address: `${publishedAt}:${plan.published.external}`,
    containers: plan.rendering.containers.map(({ fullName }) => fullName),
    up: () => compose("up", "--detach", "--wait"),
    down: () => compose("down", "--volumes", "--rmi", "all"),
  };
}

async function planFor(subject: Subject): Promise<DeploymentPlan> {
  const { project, workload, stack } = subject;
  const [approach] = approachesNamed([subject.approach], "the subject");
  if (approach === undefined) throw new Error(`there is no approach "${subject.approach}"`);
  const scope = {
    instance: project.instance,
    stack: `${stack}-compose`,
    approach: approach.name,
    workload: workload.name,
  };
  const port = await firstFreePort(preferredPort(scope), (one) => canListen(publishedAt, one));
  if (port === undefined) throw new Error("no port is free");
  const system = (await openSystems()).of(approach);
  const baseImage = await system.baseImage(await baseImageOf(subject), [], await system.look());
  const host = approach.readsHost === true ? { host: await system.host() } : {};
  const rendering = approach.render(workload, { scope, baseImage: baseImage.name, ...host });
  const published = { ...publisherIn(rendering), address: publishedAt, external: port };
  const rendered = { approach, system, scope, rendering, published };
  return planDeployment(workload, rendered, baseImage, `.state/contexts/${scope.stack}`);
}
