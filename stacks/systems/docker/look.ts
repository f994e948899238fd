import type { DockerClient } from "../../../docker/client.ts";
import { acceptedApi, servesApi } from "../../../docker/oldest-api.ts";
import { reasonIn } from "../../../docker/reason.ts";
import { UserError } from "../../../errors/user-error.ts";
import type { HostFacts } from "../../contract.ts";
import { labelPrefix } from "../../rendering/labels.ts";
import type { ContainerLook, NetworkLook, Place, StateResource, SystemLook, VolumeLook } from "../contract.ts";

/** Label with the published port, which is also there while the container is stopped. */
export const portLabel = `${labelPrefix}.port`;

const label = (name: string) => `{{json (.Label "${labelPrefix}.${name}")}}`;
const psFormat = `{"name":{{json .Names}},"state":{{json .State}},"ports":{{json .Ports}},"mounts":{{json .Mounts}},"instance":${label("instance")},"stack":${label("stack")},"approach":${label("approach")},"port":${label("port")}}`;
const networkFormat = `{"name":{{json .Name}},"instance":${label("instance")},"stack":${label("stack")},"approach":${label("approach")}}`;
const volumeWords = ["instance", "stack", "approach", "workload", "volume", "holds"].map(
  (one) => `"${one}":${label(one)}`,
);
const volumeFormat = `{"name":{{json .Name}},${volumeWords.join(",")}}`;

interface VolumeLine extends Omit<VolumeLook, "isState" | "users"> {
  readonly holds: string;
}

interface PsLine {
  readonly name: string;
  readonly state: string;
  readonly ports: string;
  /** Names of volumes and folders of the host, with commas between them. */
  readonly mounts: string;
  readonly instance: string;
  readonly stack: string;
  readonly approach: string;
  readonly port: string;
}

/** Whether the daemon runs on this machine, so that its host's ports and disk can be read here. */
export function isLocal({ endpoint }: Pick<DockerClient, "endpoint">): boolean {
  return endpoint.host.startsWith("unix://");
}

/**
 * Reads containers, networks, volumes and images. The commands run at once, because every preview, up and destroy waits for them.
 * @throws UserError if no Docker daemon answers, or one that is too old
 */
export async function lookAtDocker(docker: DockerClient): Promise<SystemLook> {
  const answers = Promise.all([
    ask(docker, ["ps", "--all", "--no-trunc", "--format", psFormat]),
    ask(docker, ["image", "ls", "--no-trunc", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}"]),
    ask(docker, ["volume", "ls", "--format", volumeFormat]),
    ask(docker, ["network", "ls", "--format", networkFormat]),
  ]);
  // A daemon that is too old may fail at any of them: its version tells more, so it is judged first.
  answers.catch(() => undefined);
  const server = await ask(docker, ["version", "--format", "{{.Server.Version}} {{.Server.APIVersion}}"]);
  const [version = "", apiVersion = ""] = server.split(" ");
  checkApi(version, apiVersion, docker);
  const [ps, images, volumes, networks] = await answers;
  const containers = lines(ps).map((line) => JSON.parse(line) as PsLine);
  return {
    containers: containers.map(containerFrom),
    networks: lines(networks).map((line) => JSON.parse(line) as NetworkLook),
    volumes: lines(volumes).map((line) => volumeFrom(line, containers)),
    images: new Map(lines(images).map((line) => line.split(" ") as [string, string])),
    local: isLocal(docker),
  };
}

/** Called only if an approach reads it, because `docker info` is slow. */
export async function hostFacts(docker: DockerClient): Promise<HostFacts> {
  const version = await ask(docker, ["info", "--format", "{{.CgroupVersion}}"]);
  return { cgroupVersion: version === "2" ? 2 : 1, containersCgroup: "docker" };
}

/** Which daemon it is. Its own id is not enough: up to Docker 22, it is the host's (/etc/docker/key.json), and daemons beside each other share it. */
export async function placeOf(docker: DockerClient): Promise<Place> {
  return {
    id: await ask(docker, ["info", "--format", "{{.ID}} in {{.DockerRootDir}}"]),
    address: docker.endpoint.host,
  };
}

/** The provider's daemon. */
export function addressIn(resources: readonly StateResource[]): string | undefined {
  const provider = resources.find(({ type }) => type === "pulumi:providers:docker");
  const { host } = provider?.outputs ?? {};
  return typeof host === "string" ? host : undefined;
}

/** Number of processors of the daemon's host. Called only if it is needed, because `docker info` is slow. */
export async function processorsOf(docker: DockerClient): Promise<number> {
  return Number(await ask(docker, ["info", "--format", "{{.NCPU}}"]));
}

function lines(text: string): string[] {
  return text.split("\n").filter(Boolean);
}

async function ask(docker: DockerClient, args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await docker.attempt(args, { timeoutMs: 15_000 });
  if (exitCode === 0) return stdout;
  throw new UserError({
    found: `No Docker daemon answers at ${docker.endpoint.host} (${whence[docker.endpoint.source]}): ${reasonIn(stderr) || `the client printed nothing, and ended with ${exitCode ?? "a signal, or was too slow"}`}`,
    remedy:
      "npm run setup installs or starts one if it can; npm run doctor says what is missing; DOCKER_HOST names another",
  });
}

const whence = {
  DOCKER_HOST: "from DOCKER_HOST",
  context: "from the docker context",
  default: "the default socket",
};

function checkApi(release: string, apiVersion: string, docker: DockerClient): void {
  if (servesApi(apiVersion)) return;
  throw new UserError({
    found: `The Docker daemon at ${docker.endpoint.host} is ${release || "unknown"} with API ${apiVersion || "unknown"}.`,
    allowed: acceptedApi,
    remedy: "upgrade Docker, or name another daemon with DOCKER_HOST or a docker context",
  });
}

function volumeFrom(line: string, containers: readonly PsLine[]): VolumeLook {
  const { holds, ...volume } = JSON.parse(line) as VolumeLine;
  const users = containers.filter(({ mounts }) => mounts.split(",").includes(volume.name)).map(({ name }) => name);
  return { ...volume, users, isState: holds === "state" };
}

function containerFrom({ name, state, ports, instance, stack, approach, port }: PsLine): ContainerLook {
  return {
    name,
    running: state === "running",
    hostPorts: hostPorts(ports),
    instance,
    stack,
    approach,
    entryPort: port === "" ? undefined : Number(port),
  };
}

/** @param text published ports as `docker ps` prints them, such as `127.0.0.1:80-81->80-81/tcp` */
function hostPorts(text: string): number[] {
  const ports = [...text.matchAll(/:(\d+)(?:-(\d+))?->/g)].flatMap(([, first, last]) => {
    const count = Number(last ?? first) - Number(first) + 1;
    return Array.from({ length: count }, (_, index) => Number(first) + index);
  });
  // One that is published on every address stands there for IPv4 and for IPv6.
  return [...new Set(ports)];
}
