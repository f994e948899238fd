import { DockerfileParser, type Dockerfile } from "dockerfile-ast";
import assert from "node:assert/strict";
import type { Workload } from "../../../services/contract.ts";
import type { ImagePlan, Rendering, UnitPlan } from "../../../stacks/contract.ts";

/** Instructions of the builder that every engine has, BuildKit or not. */
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

function checkCommand(parsed: Dockerfile): void {
  const commands = parsed.getCMDs().map((cmd) => JSON.parse(cmd.getRawArgumentsContent() ?? "null") as unknown);
  assert.equal(commands.length, 1);
  const [argv] = commands;
  assert.ok(Array.isArray(argv) && argv.every((word) => typeof word === "string"), "CMD is not in exec form");
}

/** Asserts that what refers to something in a rendering finds it, and that names are unique. */
export function checkReferences({ images, networks, volumes, units, control }: Rendering, workload: Workload): void {
  for (const named of [images, networks, volumes, units]) assertDifferent(named.map(({ name }) => name));
  assertDifferent([...networks, ...volumes].map(({ fullName }) => fullName));
  assertDifferent(units.map(({ fullName }) => fullName));
  for (const unit of units) {
    assertAmong([unit.image], images);
    assertAmong(
      unit.networks.map(({ name }) => name),
      networks,
    );
    assertAmong(
      unit.volumes.map(({ name }) => name),
      volumes,
    );
    checkJoins(unit, units.slice(0, units.indexOf(unit)));
    assert.ok(unit.services.length === 0 || unit.healthcheck !== undefined, `nobody checks ${unit.name}`);
  }
  const services = workload.services.map(({ name }) => name).sort();
  assert.deepEqual(units.flatMap((unit) => unit.services).sort(), services, "each service runs in one unit");
  assert.deepEqual(Object.keys(control).sort(), services);
}

/** @param earlier units before it in the rendering: those that exist once it is created */
function checkJoins({ joins, networks, ports }: UnitPlan, earlier: readonly UnitPlan[]): void {
  if (joins === undefined) return;
  const holder = earlier.find(({ name }) => name === joins.unit);
  assert.ok(holder, `nothing planned before it is named ${joins.unit}`);
  if (joins.namespaces.includes("ipc")) assert.ok(holder.sharesIpc, `${joins.unit} does not share its IPC namespace`);
  // The engine refuses these beside another container's network.
  if (joins.namespaces.includes("network")) assert.deepEqual([networks, ports], [[], []]);
}

/** Asserts that every service's files, and its check, are in the image that it runs from. */
export function checkFiles({ images, units }: Rendering, workload: Workload): void {
  for (const image of images) {
    assertDifferent(image.files.map(({ path }) => path));
    for (const { path } of image.files) assert.match(path, /^rootfs\/(?!.*(?:^|\/)\.\.(?:\/|$))/);
  }
  for (const service of workload.services) {
    const unit = units.find(({ services }) => services.includes(service.name));
    const image = images.find(({ name }) => name === unit?.image);
    for (const { path, content, mode } of service.files) {
      const there = image?.files.find((file) => file.path === `rootfs${path}`);
      assert.deepEqual(there, { path: `rootfs${path}`, content, mode });
    }
    const check = image?.files.find((file) => `rootfs${unit?.healthcheck?.argv[1] ?? ""}` === file.path);
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
