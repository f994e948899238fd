import type { DockerClient } from "./client.ts";

/** A container that is watched. */
export interface Watched {
  readonly container: string;
  /** An image that Docker has, with Perl. */
  readonly with: string;
  readonly seconds: number;
  /** Text of the program that looks. */
  readonly program: string;
  readonly signal?: AbortSignal;
}

/** Time that the program has beyond what it is told, in seconds. */
const marginSeconds = 30;

/**
 * Runs a program beside a container, in its PID and network namespaces, so that nothing has to be installed in it. SYS_PTRACE lets it see what
 * processes of other users have open.
 * @returns what the program printed
 */
export async function besideContainer(
  docker: DockerClient,
  { container, with: image, seconds, program, signal }: Watched,
): Promise<string> {
  const namespaces = [`--pid=container:${container}`, `--network=container:${container}`];
  const words = [
    "run",
    "--rm",
    "--interactive",
    ...namespaces,
    "--cap-drop=ALL",
    "--cap-add=SYS_PTRACE",
    "--cap-add=DAC_READ_SEARCH",
    "--read-only",
    "--user=0:0",
    "--entrypoint=/usr/bin/perl",
  ];
  const { exitCode, stdout, stderr } = await docker.attempt([...words, image, "-", String(seconds)], {
    input: program,
    timeoutMs: (seconds + marginSeconds) * 1000,
    ...(signal === undefined ? {} : { signal }),
  });
  return exitCode === 0 ? stdout : stderr;
}

/** Starts an image with its ports on loopback. @param env variables, as `NAME=VALUE` @returns the container's id */
export async function startWatched(
  docker: DockerClient,
  image: string,
  ports: readonly string[],
  env: readonly string[],
): Promise<string> {
  const published = ports.flatMap((port) => ["--publish", `127.0.0.1::${port}`]);
  return (await docker.run(["run", "--detach", ...published, ...env.flatMap((pair) => ["--env", pair]), image])).trim();
}

/** Where a container's ports are published, such as `80/tcp -> 127.0.0.1:49153`, one line each. */
export async function publishedPorts(docker: DockerClient, container: string): Promise<readonly string[]> {
  const { exitCode, stdout } = await docker.attempt(["port", container]);
  return exitCode === 0 ? stdout.split("\n").filter(Boolean) : [];
}

/** What a container has mounted that its image does not tell. */
export interface ContainerMounts {
  /** Path to options. */
  readonly tmpfs: Readonly<Record<string, string>>;
  readonly mounts: readonly {
    readonly type: string;
    readonly name?: string;
    readonly source: string;
    readonly path: string;
    readonly readOnly: boolean;
  }[];
}

interface InspectedMounts {
  readonly Tmpfs: Readonly<Record<string, string>> | null;
  readonly Mounts: readonly {
    readonly Type: string;
    readonly Name?: string;
    readonly Source: string;
    readonly Destination: string;
    readonly RW: boolean;
  }[];
}

export async function mountsOf(docker: DockerClient, container: string): Promise<ContainerMounts> {
  const format = '{"Tmpfs":{{json .HostConfig.Tmpfs}},"Mounts":{{json .Mounts}}}';
  const { Tmpfs, Mounts } = JSON.parse(
    await docker.run(["inspect", "--type", "container", "--format", format, container]),
  ) as InspectedMounts;
  const mounts = Mounts.filter(({ Type }) => Type !== "tmpfs").map(({ Type, Name, Source, Destination, RW }) => ({
    ...{ type: Type, source: Source, path: Destination, readOnly: !RW },
    ...(Name === undefined ? {} : { name: Name }),
  }));
  return { tmpfs: Tmpfs ?? {}, mounts };
}
