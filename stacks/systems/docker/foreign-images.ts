import type { DockerClient } from "../../../docker/client.ts";
import { imageEnv, withUnstarted, type ImageStart } from "../../../docker/image-root.ts";
import type { ForeignBuild, ForeignImage, ForeignSchedule, ImageFacts } from "../../../services/foreign/contract.ts";

/** The part of `docker image inspect` that is read. */
interface Inspected {
  readonly Id: string;
  readonly Config: ImageStart & {
    readonly OnBuild?: readonly string[] | null;
    readonly Healthcheck?: {
      readonly Test?: readonly string[] | null;
      /** Nanoseconds. */
      readonly Interval?: number;
      readonly Timeout?: number;
      readonly StartPeriod?: number;
      readonly StartInterval?: number;
      readonly Retries?: number;
    } | null;
  };
}

/**
 * Gets the image of a service, and reads what it says of itself. Nothing of it runs.
 * @param tag of an image that is built and has no name in the file
 * @returns why not, if it cannot be had
 */
export async function foreignImage(
  docker: DockerClient,
  image: ForeignImage,
  tag: string,
): Promise<ImageFacts | string> {
  const reference = image.kind === "build" ? (image.reference ?? tag) : image.reference;
  const failed =
    image.kind === "build" ? await build(docker, image.build, reference) : await pulled(docker, image, reference);
  if (failed !== undefined) return failed;
  const inspected = JSON.parse(
    await docker.run(["image", "inspect", "--format", "{{json .}}", reference]),
  ) as Inspected;
  const { OnBuild } = inspected.Config;
  // A build from it, which every service's image is, would run them.
  if (OnBuild !== undefined && OnBuild !== null && OnBuild.length > 0) {
    return `${reference} is made to be built upon: it has ONBUILD instructions (${OnBuild[0] ?? ""}); write build: with a Dockerfile`;
  }
  return factsFrom(reference, inspected, await filesOf(docker, reference));
}

async function pulled(
  docker: DockerClient,
  { pull }: Extract<ForeignImage, { kind: "reference" }>,
  reference: string,
): Promise<string | undefined> {
  const { exitCode } = await docker.attempt(["image", "inspect", "--format", "{{.Id}}", reference]);
  if (exitCode === 0 && pull !== "always") return undefined;
  if (pull === "never") return `Docker has no image ${reference}, and pull_policy is never`;
  const { exitCode: code, stderr } = await docker.attempt(["pull", "--quiet", reference]);
  if (code === 0 || exitCode === 0) return undefined;
  return `Docker has no image ${reference}, and cannot pull it: ${lastLine(stderr)}`;
}

async function build(docker: DockerClient, given: ForeignBuild, tag: string): Promise<string | undefined> {
  const { context, dockerfile, inline, target, args, labels, contexts } = given;
  const pairs = (option: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).flatMap(([name, value]) => [option, `${name}=${value}`]);
  const file = inline === undefined ? (dockerfile === undefined ? [] : ["--file", dockerfile]) : ["--file", "-"];
  const words = [
    ...["build", "--quiet", "--tag", tag],
    ...file,
    ...(target === undefined ? [] : ["--target", target]),
    ...pairs("--build-arg", args),
    ...pairs("--label", labels),
    ...pairs("--build-context", contexts),
    context,
  ];
  const { exitCode, stderr, stdout } = await docker.attempt(words, inline === undefined ? {} : { input: inline });
  return exitCode === 0 ? undefined : `building it failed: ${lastLine(stderr) || lastLine(stdout)}`;
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

interface Files {
  readonly passwd: string;
  readonly group: string;
  readonly hasShell: boolean;
}

/** Users and groups of an image, read from a container that is never started. */
async function filesOf(docker: DockerClient, image: string): Promise<Files> {
  return withUnstarted(docker, image, async (container) => {
    // A tar archive of one file: its text comes after a header of 512 bytes.
    const file = async (path: string) => docker.attempt(["cp", "--follow-link", `${container}:${path}`, "-"]);
    const [passwd, group, shell] = await Promise.all([file("/etc/passwd"), file("/etc/group"), file("/bin/sh")]);
    return { passwd: textIn(passwd), group: textIn(group), hasShell: shell.exitCode === 0 };
  });
}

function textIn({ exitCode, stdout }: { readonly exitCode: number | undefined; readonly stdout: string }): string {
  return exitCode === 0 ? stdout.slice(512).replaceAll("\0", "") : "";
}

function factsFrom(reference: string, { Id, Config }: Inspected, { passwd, group, hasShell }: Files): ImageFacts {
  const { Entrypoint, Cmd, User = "", WorkingDir = "", ExposedPorts, Volumes, StopSignal = "", Healthcheck } = Config;
  return {
    id: Id,
    reference,
    entrypoint: Entrypoint ?? [],
    command: Cmd ?? [],
    env: imageEnv(Config),
    user: User,
    workingDir: WorkingDir,
    exposed: Object.keys(ExposedPorts ?? {}),
    volumes: Object.keys(Volumes ?? {}),
    ...(StopSignal === "" ? {} : { stopSignal: StopSignal }),
    ...healthFrom(Healthcheck),
    accounts: { passwd, group },
    hasShell,
  };
}

function healthFrom(check: Inspected["Config"]["Healthcheck"]): Pick<ImageFacts, "health"> {
  const test = check?.Test ?? [];
  return test.length === 0 ? {} : { health: { test, schedule: scheduleFrom(check ?? {}) } };
}

function scheduleFrom({
  Interval,
  Timeout,
  StartPeriod,
  StartInterval,
  Retries,
}: NonNullable<Inspected["Config"]["Healthcheck"]>): ForeignSchedule {
  const seconds = (key: keyof ForeignSchedule, value: number | undefined) =>
    value === undefined || value === 0 ? {} : { [key]: value / 1e9 };
  return {
    ...seconds("interval", Interval),
    ...seconds("timeout", Timeout),
    ...seconds("startPeriod", StartPeriod),
    ...seconds("startInterval", StartInterval),
    ...(Retries === undefined || Retries === 0 ? {} : { retries: Retries }),
  };
}
