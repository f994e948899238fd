import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defaultSocket, resolveEndpoint } from "../../../docker/endpoint.ts";
import { fakeProgram, linesOf, pathWith } from "../../support/unit/fake-program.ts";
import { rejectsWithUserError } from "../../support/unit/user-error.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

const usual = { host: defaultSocket, source: "default" };

describe("the address of the Docker daemon", () => {
  const folder = useTemporaryFolder();
  const calls = () => join(folder(), "calls");

  /** Variables with a docker command that knows one context, and no other settings. */
  async function environment(context: unknown, given: NodeJS.ProcessEnv = {}): Promise<NodeJS.ProcessEnv> {
    const script = `echo "$* as $DOCKER_CONTEXT" >> "${calls()}"\ncat <<'END'\n${JSON.stringify([context])}\nEND`;
    await fakeProgram(join(folder(), "bin"), "docker", script);
    return { PATH: pathWith(join(folder(), "bin")), HOME: folder(), ...given };
  }
  const far = { Name: "far", Endpoints: { docker: { Host: "ssh://me@far" } } };
  const chosen = { host: "ssh://me@far", source: "context", context: "far" };

  async function writeConfig(text: string, directory = ".docker"): Promise<void> {
    await mkdir(join(folder(), directory), { recursive: true });
    await writeFile(join(folder(), directory, "config.json"), text);
  }

  it("is that of DOCKER_HOST, whatever context is selected, without a process", async () => {
    const env = await environment(far, { DOCKER_HOST: "tcp://10.0.0.5:2376", DOCKER_CONTEXT: "far" });
    assert.deepEqual(await resolveEndpoint(env), { host: "tcp://10.0.0.5:2376", source: "DOCKER_HOST" });
    assert.deepEqual(await linesOf(calls()), []);
  });

  it("is that of DOCKER_CONTEXT", async () => {
    const env = await environment(far, { DOCKER_CONTEXT: "far" });
    assert.deepEqual(await resolveEndpoint(env), chosen);
    assert.deepEqual(await linesOf(calls()), ["context inspect as far"]);
  });

  it("is that of the context that docker's settings select", async () => {
    await writeConfig('{"currentContext":"far"}');
    assert.deepEqual(await resolveEndpoint(await environment(far)), chosen);
  });

  it("is read from the settings that DOCKER_CONFIG names", async () => {
    await writeConfig('{"currentContext":"far"}', "elsewhere");
    assert.deepEqual(await resolveEndpoint(await environment(far)), usual);
    const env = await environment(far, { DOCKER_CONFIG: join(folder(), "elsewhere") });
    assert.deepEqual(await resolveEndpoint(env), chosen);
  });

  it("is the default socket if nothing selects another, without a process", async () => {
    for (const text of [undefined, "{}", "not JSON"]) {
      if (text !== undefined) await writeConfig(text);
      assert.deepEqual(await resolveEndpoint(await environment(far)), usual);
      assert.deepEqual(await linesOf(calls()), []);
    }
  });

  it("is the default socket with the default context, or with one that names no daemon", async () => {
    const theDefault = { Name: "default", Endpoints: { docker: { Host: "unix:///elsewhere.sock" } } };
    for (const context of [theDefault, { Name: "kubernetes", Endpoints: {} }]) {
      assert.deepEqual(await resolveEndpoint(await environment(context, { DOCKER_CONTEXT: "x" })), usual);
    }
  });

  it("ignores empty variables", async () => {
    const env = await environment(far, { DOCKER_HOST: "", DOCKER_CONTEXT: "" });
    assert.deepEqual(await resolveEndpoint(env), usual);
  });

  it("is the default socket if there is no docker command", async () => {
    const env = { PATH: folder(), HOME: folder(), DOCKER_CONTEXT: "far" };
    assert.deepEqual(await resolveEndpoint(env), usual);
  });

  it("is not replaced by another if the selected context does not exist", async () => {
    await fakeProgram(join(folder(), "bin"), "docker", 'echo "context \\"fra\\": not found" >&2; exit 1');
    const env = { PATH: pathWith(join(folder(), "bin")), HOME: folder(), DOCKER_CONTEXT: "fra" };
    await rejectsWithUserError(resolveEndpoint(env), {
      found: /^The selected docker context cannot be read: context "fra": not found$/,
      allowed: /docker context ls/,
      remedy: /DOCKER_CONTEXT/,
    });
  });
});
