import { execa } from "execa";
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { runCli } from "../support/cli.ts";
import { objectsOf, testEngine } from "../support/engine.ts";
import { daemonSocket } from "../support/pass-on.ts";
import { copyProject, type Project } from "../support/project.ts";
import { makeCertificates, tlsProxy, type TlsProxy } from "../support/tls-proxy.ts";

describe("a Docker daemon that is reached over TLS", function () {
  this.timeout(300_000);
  let project: Project;
  let proxy: TlsProxy;
  let folder: string;

  before(async function () {
    const socket = await daemonSocket(this);
    project = await copyProject("tls");
    folder = join(project.folder, ".state", "certificates");
    await mkdir(folder, { recursive: true });
    await makeCertificates(folder);
    proxy = await tlsProxy(folder, socket);
  });

  after(async () => {
    proxy.close();
    await project.remove();
  });

  const byVariables = (): NodeJS.ProcessEnv => ({
    DOCKER_HOST: proxy.address,
    DOCKER_TLS_VERIFY: "1",
    DOCKER_CERT_PATH: folder,
  });

  /** A context that is not below the home folder, where Pulumi's provider looks. */
  async function byContext(): Promise<NodeJS.ProcessEnv> {
    const config = join(project.folder, ".state", "docker");
    await mkdir(config, { recursive: true });
    const [ca, cert, key] = ["ca", "cert", "key"].map((name) => `${name}=${join(folder, `${name}.pem`)}`);
    const env = { DOCKER_CONFIG: config };
    await execa("docker", ["context", "create", "far", "--docker", `host=${proxy.address},${ca},${cert},${key}`], {
      env: { ...env, DOCKER_HOST: undefined },
    });
    return { ...env, DOCKER_CONTEXT: "far", DOCKER_HOST: undefined };
  }

  async function deploys(env: NodeJS.ProcessEnv): Promise<void> {
    const must = async (...args: readonly string[]) => {
      const { exitCode, output } = await runCli(project, args, env);
      assert.equal(exitCode, 0, `${args.join(" ")}:\n${output}`);
      return output;
    };
    assert.match(await must("doctor"), new RegExp(`at ${proxy.address} `));
    await must("up", "separate");
    assert.doesNotMatch(await must("up", "separate"), /created|updated|replaced/);
    assert.match(await must("ctl", "separate", "server", "status"), /^running/m);
    await must("down", "separate");
    assert.deepEqual(await objectsOf(await testEngine(), project.instance), []);
  }

  it("deploys with DOCKER_HOST and certificates, whatever context is selected besides", async () => {
    await deploys({ ...byVariables(), DOCKER_CONTEXT: "default" });
  });

  it("deploys with a context in another folder", async () => {
    await deploys(await byContext());
  });

  it("is refused if its certificate is another authority's, before anything is created", async () => {
    const other = join(project.folder, ".state", "other");
    await mkdir(other, { recursive: true });
    await makeCertificates(other);
    const env = { ...byVariables(), DOCKER_CERT_PATH: other };
    const { exitCode, output } = await runCli(project, ["up", "separate"], env);
    assert.equal(exitCode, 1, output);
    assert.match(output, /No Docker daemon answers at tcp:.* \(from DOCKER_HOST\): .*certificate/);
    assert.deepEqual(await objectsOf(await testEngine(), project.instance), []);
  });
});
