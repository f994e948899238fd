import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Grant } from "../../../../services/foreign/grant-names.ts";
import { checkCompose, isComposePath, loadCompose, type ImageSource } from "../../../../services/foreign/load.ts";
import { imageFacts } from "../../../support/unit/foreign.ts";
import { rejectsWithUserError } from "../../../support/unit/user-error.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

const has: ImageSource = () => Promise.resolve(imageFacts);

describe("a Compose file as a workload", () => {
  const folder = useTemporaryFolder();

  const wish = (
    workload = "compose.yaml",
    given: { grants?: readonly Grant[]; env?: NodeJS.ProcessEnv; profiles?: readonly string[] } = {},
  ) => ({
    workload,
    from: folder(),
    profiles: given.profiles ?? [],
    grants: given.grants ?? [],
    env: given.env ?? {},
  });

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(join(folder(), name, ".."), { recursive: true });
      await writeFile(join(folder(), name), text);
    }
  }

  const web = (keys = "") => `services: {web: {image: x, ports: ["80"]${keys === "" ? "" : `, ${keys}`}}}\n`;

  it("is told from a name by a slash or its ending", () => {
    assert.deepEqual(["hello", "./hello", "compose.yml", "a.yaml", "/srv/app", "a.yaml:b.yaml"].map(isComposePath), [
      false,
      true,
      true,
      true,
      true,
      true,
    ]);
  });

  it("is a file, several, or a folder with one and what goes over it", async () => {
    await write({
      "app/compose.yaml": web("command: [a]"),
      "app/compose.override.yaml": "services: {web: {command: [b]}}\n",
      "one.yaml": web("command: [c]"),
      "two.yaml": "services: {web: {command: [d]}}\n",
    });
    const command = async (path: string) => (await loadCompose(wish(path), has)).workload.services[0]?.command;
    assert.deepEqual(await command("app/compose.yaml"), ["/entry", "a"]);
    assert.deepEqual(await command("./app"), ["/entry", "b"]);
    assert.deepEqual(await command("one.yaml:two.yaml"), ["/entry", "d"]);
    await mkdir(join(folder(), "empty"));
    for (const [path, found] of [
      ["./none", /no Compose file \.\/none\./],
      ["./empty", /no Compose file \.\/empty: the folder has none/],
      ["one.yaml:none.yaml", /no Compose file one\.yaml:none\.yaml/],
    ] as const) {
      await rejectsWithUserError(loadCompose(wish(path), has), { found, allowed: /compose\.yaml/, remedy: /path/ });
    }
  });

  it("says what is not as the file says, with the place", async () => {
    await write({ "compose.yaml": `version: "3"\n${web("container_name: mine")}` });
    const { workload } = await loadCompose(wish(), has);
    const [version = "", name = ""] = workload.foreign?.warnings ?? [];
    assert.match(version, /compose\.yaml:1:\d+: version means nothing/);
    assert.match(name, /compose\.yaml:2:\d+: refused: web: container_name: containers have names/);
  });

  it("is refused with a line for each service that reaches beyond its container, unless that is granted by name", async () => {
    await write({
      "compose.yaml": `services:\n  a: {image: x, ports: ["80"], privileged: true}\n  b: {image: x, volumes: ["/var/run/docker.sock:/s"]}\n`,
    });
    const images: ImageSource = () =>
      Promise.reject(new Error("nothing is pulled before it is known that all is granted"));
    await rejectsWithUserError(loadCompose(wish(), images), {
      found:
        /more than a container of its own:\n.*compose\.yaml:2:\d+: a: privileged: true: .* \(privileged\)\n.*compose\.yaml:3:\d+: b: mounts \/var\/run\/docker\.sock: .* \(docker-socket\)$/,
      allowed: /grants by name/,
      remedy: /config set grants '\["privileged","docker-socket"\]'/,
    });
    await rejectsWithUserError(loadCompose(wish("compose.yaml", { grants: ["privileged"] }), images), {
      found: /own:\n.*: b: mounts/,
      allowed: /./,
      remedy: /'\["privileged","docker-socket"\]'/,
    });
    await loadCompose(wish("compose.yaml", { grants: ["privileged", "docker-socket"] }), has);
  });

  it("may mount what is in its folder, and not what a link in it leads to", async () => {
    await write({ "compose.yaml": web("volumes: ['./data:/data', './link:/link']") });
    await mkdir(join(folder(), "data"));
    await symlink("/etc", join(folder(), "link"));
    await rejectsWithUserError(checkCompose(wish()), {
      found: /own:\n[^\n]*: web: mounts [^\n]*\/link: [^\n]* \(host-folders\)$/,
      allowed: /./,
      remedy: /host-folders/,
    });
  });

  it("names every image that cannot be had, with its service", async () => {
    await write({ "compose.yaml": `services:\n  a: {image: x, ports: ["80"]}\n  b: {image: y}\n  c: {image: z}\n` });
    const images: ImageSource = (image, service) =>
      Promise.resolve(service === "b" ? imageFacts : `no image ${image.reference ?? ""}`);
    await rejectsWithUserError(loadCompose(wish(), images), {
      found: /^2 images cannot be had:\n.*compose\.yaml:2:\d+: a: no image x\n.*compose\.yaml:4:\d+: c: no image z$/,
      allowed: /./,
      remedy: /docker load/,
    });
  });

  it("has secrets from variables of the shell and of .env; one that is not set is an error", async () => {
    await write({
      "compose.yaml": `${web("secrets: [s, t]")}secrets: {s: {environment: S}, t: {environment: T}}\n`,
      ".env": "T=file\n",
    });
    assert.deepEqual((await loadCompose(wish("compose.yaml", { env: { S: "shell" } }), has)).variables, {
      S: "shell",
      T: "file",
    });
    await rejectsWithUserError(checkCompose(wish()), {
      found: /compose\.yaml:1:\d+: the service web .* variable S, which is not set/,
      allowed: /\.env/,
      remedy: /export S=/,
    });
  });

  it("has the profiles of the configuration, else those of the environment", async () => {
    await write({ "compose.yaml": `services: {web: {image: x, ports: ["80"]}, debug: {image: x, profiles: [d]}}\n` });
    const names = async (given: Parameters<typeof wish>[1]) =>
      (await checkCompose(wish("compose.yaml", given))).foreign.services.map(({ name }) => name);
    assert.deepEqual(await names({}), ["web"]);
    assert.deepEqual(await names({ profiles: ["d"] }), ["web", "debug"]);
    assert.deepEqual(await names({ env: { COMPOSE_PROFILES: "d" } }), ["web", "debug"]);
  });
});
