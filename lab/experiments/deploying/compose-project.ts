import { execa } from "execa";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { composeFile } from "../../../bench/compose-file.ts";
import { approachesNamed } from "../../../stacks/approaches.ts";
import type { HostFacts, Rendering } from "../../../stacks/contract.ts";
import { writeContext } from "../../../stacks/engine/context-folder.ts";
import { planDeployment, type DeploymentPlan } from "../../../stacks/engine/plan.ts";
import { canListen } from "../../../stacks/engine/port-probe.ts";
import { firstFreePort, preferredPort } from "../../../stacks/engine/ports.ts";
import { baseImageOf } from "../../instruments/packages.ts";
import type { Subject, Tools } from "../../tools.ts";
import { composeProgram } from "./compose-program.ts";
import type { Way } from "./way.ts";

const publishedAt = "127.0.0.1";

/** What a subject is for docker compose: the same rendering, with names and a port of its own; or why it cannot be that. */
export async function composeProject(subject: Subject, tools: Tools): Promise<Way | { readonly reason: string }> {
  const { project, stack } = subject;
  const { docker, signal } = tools;
  const { plan, port } = await planFor(subject, tools);
  const dropped = droppedOf(plan.rendering);
  if (dropped.length > 0)
    return { reason: `The compose file would lack what the approach needs: ${dropped.join(", ")}.` };
  for (const { context, files } of plan.images) await writeContext(join(project.folder, context), files);
  const file = join(project.folder, ".state", `compose-${stack}.yaml`);
  await writeFile(file, composeFile(plan, project.folder));
  const [command, ...words] = composeProgram();
  const name = `ca-${project.instance}-${plan.scope.stack}`;
  // With BuildKit, which is compose's own default and what Pulumi's provider uses.
  const env = {
    DOCKER_HOST: docker.endpoint.host,
    DOCKER_CONTEXT: undefined,
    DOCKER_BUILDKIT: undefined,
    COMPOSE_BAKE: undefined,
  };
  const compose = (...args: readonly string[]) =>
    execa(command, [...words, "--project-name", name, "--file", file, ...args], { env, cancelSignal: signal });
  return {
    title: "docker compose",
    stack: { instance: project.instance, name: plan.scope.stack },
    address: `${publishedAt}:${port}`,
    containers: plan.rendering.units.map(({ fullName }) => fullName),
    up: () => compose("up", "--detach", "--wait"),
    down: () => compose("down", "--volumes", "--rmi", "all"),
  };
}

async function planFor(
  subject: Subject,
  { api, docker }: Tools,
): Promise<{ readonly plan: DeploymentPlan; readonly port: number }> {
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
  const name = await baseImageOf(subject);
  const id = await docker.run(["image", "inspect", "--format", "{{.Id}}", name]);
  const { CgroupVersion } = (await api.call("GET", "/info")) as { readonly CgroupVersion?: string };
  const host: HostFacts = { cgroupVersion: CgroupVersion === "2" ? 2 : 1 };
  const settings = { scope, baseImage: name, docker: docker.argv, publish: { address: publishedAt, port }, host };
  const folder = `.state/contexts/${scope.stack}`;
  return { plan: planDeployment(approach, workload, settings, { name, id }, folder), port };
}

/** Settings that the compose file has no line for. */
function droppedOf({ units }: Rendering): string[] {
  const dropped = units.flatMap((unit) => [
    ...(unit.privileged === true ? ["privileged"] : []),
    ...((unit.binds ?? []).length > 0 ? ["folders of the host"] : []),
    ...(unit.cgroupNamespace === undefined && unit.cgroupParent === undefined ? [] : ["control groups"]),
    ...(unit.tty === true ? ["a terminal"] : []),
    ...(unit.joins === undefined ? [] : ["shared namespaces"]),
  ]);
  return [...new Set(dropped)];
}
