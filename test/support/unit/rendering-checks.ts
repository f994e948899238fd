import { DockerfileParser, type Dockerfile } from "dockerfile-ast";
import assert from "node:assert/strict";
import type { Workload } from "../../../services/contract.ts";
import type { ContainerPlan } from "../../../stacks/container-plan.ts";
import type { ImagePlan, Rendering } from "../../../stacks/contract.ts";

/** Instructions that both of Docker's builders have, BuildKit or not. */
const plainInstructions = new Set([
  "FROM",
  "RUN",
  "COPY",
  "ENV",
  "USER",
  "WORKDIR",
  "EXPOSE",
  "STOPSIGNAL",
  "ENTRYPOINT",
  "CMD",
  "VOLUME",
  "LABEL",
]);

/** Asserts that a Dockerfile builds with the legacy builder, from one base image, and starts its program without a shell. */
export function checkDockerfile({ dockerfile, packageLayer }: ImagePlan, baseImage: string): void {
  const parsed = DockerfileParser.parse(dockerfile);
  for (const instruction of parsed.getInstructions()) {
    const line = instruction.toString();
    assert.ok(plainInstructions.has(instruction.getKeyword()), `an instruction of BuildKit's or unknown: ${line}`);
    assert.doesNotMatch(line, /^\w+\s+--/, "a flag, which only BuildKit knows");
    assert.doesNotMatch(line, /<</, "a heredoc, which only BuildKit knows");
  }
  assert.deepEqual(
    parsed.getFROMs().map((from) => from.getImage()),
    [baseImage],
  );
  assert.equal(parsed.getInstructions()[0]?.getKeyword(), "FROM");
  checkCommand(parsed);
  assert.ok(dockerfile.startsWith(packageLayer ?? ""), "the package layer is not the Dockerfile's beginning");
}

function checkCommand(parsed: Dockerfile): readonly string[] {
  const commands = parsed.getCMDs().map((cmd) => JSON.parse(cmd.getRawArgumentsContent() ?? "null") as unknown);
  assert.equal(commands.length, 1);
  const [argv] = commands;
  assert.ok(Array.isArray(argv) && argv.every((word) => typeof word === "string"), "CMD is not in exec form");
  return argv;
}

/** The CMD of an image, which must be in exec form. */
export function commandOf({ dockerfile }: Pick<ImagePlan, "dockerfile">): readonly string[] {
  return checkCommand(DockerfileParser.parse(dockerfile));
}

/** Each instruction's keyword, with `[]` after it if its argument is in exec form; of all images. */
export function instructionKinds({ images }: Pick<Rendering, "images">): string[] {
  const instructions = images.flatMap(({ dockerfile }) => DockerfileParser.parse(dockerfile).getInstructions());
  return instructions.map((one) => `${one.getKeyword()}${one.getArgumentsContent()?.startsWith("[") ? "[]" : ""}`);
}

/** Asserts that every reference in a rendering resolves, and that names are unique. */
export function checkReferences(
  { images, networks, volumes, containers, services, verifications = [] }: Rendering,
  workload: Workload,
): void {
  for (const named of [images, networks, volumes, containers]) assertDifferent(named.map(({ name }) => name));
  assertDifferent([...networks, ...volumes].map(({ fullName }) => fullName));
  assertDifferent(containers.map(({ fullName }) => fullName));
  for (const container of containers) {
    assertAmong([container.image], images);
    assertAmong(
      container.attachments.networks.map(({ name }) => name),
      networks,
    );
    assertAmong(
      container.mounts.flatMap((mount) => (mount.kind === "volume" ? [mount.volume] : [])),
      volumes,
    );
    checkJoins(container, containers.slice(0, containers.indexOf(container)));
    const judged = container.health !== undefined || container.completes !== undefined;
    assert.ok(container.services.length === 0 || judged, `nothing checks ${container.name}`);
  }
  assertAmong(
    verifications.map(({ container }) => container),
    containers,
  );
  checkServices(containers, services, workload);
}

/** Asserts that each service runs in the containers of its replicas, and in no other. */
function checkServices(containers: Rendering["containers"], services: Rendering["services"], workload: Workload): void {
  assert.deepEqual(Object.keys(services).sort(), workload.services.map(({ name }) => name).sort());
  const known = Object.keys(services);
  assert.ok(containers.flatMap((container) => container.services).every((name) => known.includes(name)));
  for (const [name, { replicas }] of Object.entries(services)) {
    assert.ok(replicas.length >= 1, `${name} has no replica`);
    assertDifferent(replicas.map((replica) => replica.name));
    const running = containers.filter((container) => container.services.includes(name));
    assert.deepEqual(
      running.map((container) => container.name),
      [...new Set(replicas.map(({ container }) => container))],
      `${name} runs where its replicas are`,
    );
  }
}

/** @param earlier containers before it in the rendering: those that exist once it is created */
function checkJoins({ attachments }: ContainerPlan, earlier: readonly ContainerPlan[]): void {
  const { joins, networks, publishes } = attachments;
  if (joins === undefined) return;
  const holder = earlier.find(({ name }) => name === joins.container);
  assert.ok(holder, `nothing planned before it is named ${joins.container}`);
  if (joins.namespaces.includes("ipc"))
    assert.ok(holder.attachments.sharesIpc, `${joins.container} does not share its IPC namespace`);
  // No system allows these together with another container's network.
  if (joins.namespaces.includes("network")) assert.deepEqual([networks, publishes], [[], undefined]);
}

/** Asserts that every service's files, and its check, are in its image. */
export function checkFiles({ images, containers }: Rendering, workload: Workload): void {
  for (const image of images) {
    assertDifferent(image.files.map(({ path }) => path));
    for (const { path } of image.files) assert.match(path, /^rootfs\/(?!.*(?:^|\/)\.\.(?:\/|$))/);
  }
  for (const service of workload.services) {
    const container = containers.find(({ services }) => services.includes(service.name));
    const image = images.find(({ name }) => name === container?.image);
    for (const { path, content, mode } of service.files) {
      const there = image?.files.find((file) => file.path === `rootfs${path}`);
      assert.deepEqual(there, { path: `rootfs${path}`, content, mode });
    }
    if (container?.completes !== undefined) continue;
    const check = image?.files.find((file) => `rootfs${container?.health?.argv.at(-1) ?? ""}` === file.path);
    assert.equal(check?.mode, 0o755, "the health check's script is not in the image");
  }
}

function assertDifferent(names: readonly string[]): void {
  assert.equal(new Set(names).size, names.length, `not all different: ${names.join(", ")}`);
}

function assertAmong(names: readonly string[], planned: readonly { readonly name: string }[]): void {
  for (const name of names)
    assert.ok(
      planned.some((plan) => plan.name === name),
      `nothing planned is named ${name}`,
    );
}
