import assert from "node:assert/strict";
import type { ForeignBuild, ForeignImage, ImageFacts } from "../../../../../services/foreign/contract.ts";
import { foreignImage } from "../../../../../stacks/systems/docker/foreign-images.ts";
import { fakeDocker, type Answer } from "../../../../support/unit/fake-docker.ts";

const config = {
  Entrypoint: ["/entry"],
  Cmd: ["serve"],
  Env: ["PATH=/bin", "EMPTY=", "A=b=c"],
  User: "node",
  WorkingDir: "/app",
  ExposedPorts: { "80/tcp": {} },
  Volumes: { "/data": {} },
  StopSignal: "SIGQUIT",
  Healthcheck: { Test: ["CMD", "true"], Interval: 2e9, Retries: 3 },
};

interface World {
  readonly has?: boolean;
  readonly config?: object;
  readonly pull?: Answer;
  readonly build?: Answer;
  readonly shell?: boolean;
}

/** What `docker cp` says of a file in the container that was made from the image. */
function copied(args: readonly string[], shell: boolean): Answer {
  const archive = (text: string) => `${"h".repeat(512)}${text}\0\0`;
  const path = args.find((word) => word.includes(":/")) ?? "";
  if (path.endsWith("/etc/passwd")) return archive("root:x:0:0::/:/bin/sh\n");
  if (path.endsWith("/etc/group")) return { stderr: "no such file" };
  if (path.endsWith("/bin/sh")) return shell ? archive("elf") : { stderr: "no such file" };
  throw new Error(`unexpected: docker ${args.join(" ")}`);
}

function docker({ has = true, config: given = config, pull = "", build = "sha256:1\n", shell = true }: World = {}) {
  let present = has;
  return fakeDocker((args): Answer => {
    const [command] = args;
    if (command === "pull" || command === "build") {
      const answer = command === "pull" ? pull : build;
      present ||= typeof answer === "string";
      return answer;
    }
    if (command === "image" && args.includes("{{.Id}}")) return present ? "sha256:1" : { stderr: "No such image" };
    if (command === "image") return JSON.stringify({ Id: "sha256:1", Config: given });
    if (command === "create") return "c1\n";
    if (command === "rm") return "";
    return copied(args, shell);
  });
}

const image = (pull: "missing" | "always" | "never" = "missing"): ForeignImage => ({
  kind: "reference",
  reference: "app:1",
  pull,
});
const building = (given: Partial<ForeignBuild> = {}): ForeignBuild => ({
  context: "/app",
  args: {},
  labels: {},
  contexts: {},
  ...given,
});

describe("a ready image, in Docker", () => {
  it("is read without running it, and nothing stays", async () => {
    const engine = docker();
    const facts = (await foreignImage(engine, image(), "tag")) as ImageFacts;
    assert.deepEqual(facts, {
      id: "sha256:1",
      reference: "app:1",
      entrypoint: ["/entry"],
      command: ["serve"],
      env: { PATH: "/bin", EMPTY: "", A: "b=c" },
      user: "node",
      workingDir: "/app",
      exposed: ["80/tcp"],
      volumes: ["/data"],
      stopSignal: "SIGQUIT",
      health: { test: ["CMD", "true"], schedule: { interval: 2, retries: 3 } },
      accounts: { passwd: "root:x:0:0::/:/bin/sh\n", group: "" },
      hasShell: true,
    });
    assert.deepEqual(engine.calls.at(-1), ["rm", "--force", "--volumes", "c1"]);
    assert.deepEqual(
      engine.calls.filter(([command]) => ["run", "start", "pull"].includes(command ?? "")),
      [],
    );
  });

  it("may say nothing of itself, and may have no shell", async () => {
    const facts = (await foreignImage(
      docker({ config: { Entrypoint: null, Cmd: null, Env: null }, shell: false }),
      image(),
      "tag",
    )) as ImageFacts;
    const { entrypoint, command, env, user, health, hasShell } = facts;
    assert.deepEqual([entrypoint, command, env, user, health, hasShell], [[], [], {}, "", undefined, false]);
  });

  it("is pulled if it is missing, or always; one that is there does without a registry", async () => {
    const pulls = async (engine: ReturnType<typeof docker>, pull?: "always" | "never") => {
      const answer = await foreignImage(engine, image(pull), "tag");
      return [
        typeof answer === "string" ? answer : "facts",
        engine.calls.filter(([command]) => command === "pull").length,
      ];
    };
    const offline: Answer = { stderr: "Warning\nno route to host\n" };
    assert.deepEqual(await pulls(docker()), ["facts", 0]);
    assert.deepEqual(await pulls(docker({ has: false })), ["facts", 1]);
    assert.deepEqual(await pulls(docker(), "always"), ["facts", 1]);
    assert.deepEqual(await pulls(docker({ pull: offline }), "always"), ["facts", 1]);
    assert.deepEqual(await pulls(docker({ has: false, pull: offline })), [
      "Docker has no image app:1, and cannot pull it: no route to host",
      1,
    ]);
    assert.deepEqual(await pulls(docker({ has: false }), "never"), [
      "Docker has no image app:1, and pull_policy is never",
      0,
    ]);
  });

  it("is built with all that the file says, under the file's name or a given one", async () => {
    const words = async (build: ForeignBuild, reference?: string) => {
      const engine = docker();
      await foreignImage(
        engine,
        { kind: "build", build, ...(reference === undefined ? {} : { reference }) },
        "own/web:compose",
      );
      return engine.calls[0];
    };
    assert.deepEqual(await words(building()), ["build", "--quiet", "--tag", "own/web:compose", "/app"]);
    const all = building({
      dockerfile: "/app/D",
      target: "prod",
      args: { A: "1 2" },
      labels: { l: "v" },
      contexts: { base: "/b" },
    });
    assert.deepEqual(await words(all, "mine:2"), [
      ...["build", "--quiet", "--tag", "mine:2", "--file", "/app/D", "--target", "prod"],
      ...["--build-arg", "A=1 2", "--label", "l=v", "--build-context", "base=/b", "/app"],
    ]);
    assert.deepEqual(await words(building({ inline: "FROM x" })), [
      "build",
      "--quiet",
      "--tag",
      "own/web:compose",
      "--file",
      "-",
      "/app",
    ]);
  });

  it("is refused with the reason if its build fails, or if it is made to be built upon", async () => {
    assert.equal(
      await foreignImage(docker({ build: { stderr: "Step 1\nboom\n" } }), { kind: "build", build: building() }, "t"),
      "building it failed: boom",
    );
    const upon = await foreignImage(docker({ config: { OnBuild: ["COPY . /app"] } }), image(), "t");
    assert.match(typeof upon === "string" ? upon : "facts", /^app:1 is made to be built upon: .*COPY \. \/app/);
  });
});
