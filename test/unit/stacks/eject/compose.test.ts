import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { dockerClient } from "../../../../docker/client.ts";
import { defaultSocket } from "../../../../docker/endpoint.ts";
import { pod } from "../../../../stacks/approaches/pod/index.ts";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import { composeFile } from "../../../../stacks/eject/compose.ts";
import { skip } from "../../../support/skip.ts";
import { checkGoldens } from "../../../support/unit/goldens.ts";
import { planned } from "../../../support/unit/plans.ts";
import { sampleService, sampleWorkload } from "../../../support/unit/samples.ts";
import { ownWorkload } from "../../../support/unit/subjects.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

interface Service {
  readonly environment: Readonly<Record<string, string>>;
  readonly volumes?: unknown;
  readonly ports?: unknown;
  readonly networks?: Readonly<Record<string, unknown>>;
  readonly network_mode?: string;
  readonly ipc?: string;
  readonly command: readonly string[];
}

interface Document {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes?: Readonly<Record<string, { readonly name: string }>>;
}

describe("eject / the Compose file", () => {
  const folder = useTemporaryFolder();

  it("hello is rendered as its golden says", async () => {
    const plan = planned(separate, await ownWorkload("hello"));
    let text = composeFile(plan, "/project");
    // The services' own contents are not what this is about.
    for (const { hash } of plan.images) text = text.replaceAll(hash, "CONTENT-HASH");
    await checkGoldens(resolve(import.meta.dirname, "../../golden/compose"), { "hello.yaml": text });
  });

  it("a dollar is written twice, so that Compose takes it as one", () => {
    const { services } = parse(composeFile(planned(separate), "/project")) as Document;
    assert.equal(services.web?.environment.GREETING, 'it\'s "here" $$HOME');
  });

  it("volumes are declared once and mounted where the container says", () => {
    const plan = planned(separate);
    const { services, volumes } = parse(composeFile(plan, "/project")) as Document;
    assert.deepEqual(services.store?.volumes, [
      { type: "volume", source: "data", target: "/var/lib/store", read_only: false },
    ]);
    assert.deepEqual(volumes?.data?.name, plan.rendering.volumes[0]?.fullName);
  });

  it("only the entry is published, and only what needs it is on the front network", () => {
    const { services } = parse(composeFile(planned(separate), "/project")) as Document;
    const published = Object.keys(services).filter((name) => services[name]?.ports !== undefined);
    const fronted = Object.keys(services).filter((name) => "front" in (services[name]?.networks ?? {}));
    assert.deepEqual(published, ["web"]);
    assert.deepEqual(fronted.sort(), ["mailer", "web"]);
  });

  it("a container that joins another names it as a service, and is on no network itself", () => {
    const { services } = parse(composeFile(planned(pod), "/project")) as Document;
    const { network_mode: mode, ipc, networks } = services.web ?? assert.fail("no service web");
    assert.deepEqual([mode, ipc, networks], ["service:pause", "service:pause", undefined]);
    assert.equal(services.pause?.ipc, "shareable");
  });

  it("a command is carried word by word, whatever is in it", () => {
    const command = ["/bin/x", "", "$HOME", "$$", "new\nline", "it's", "über"];
    const workload = sampleWorkload({ services: [sampleService({ command })] });
    const { services } = parse(composeFile(planned(separate, workload), "/project")) as Document;
    assert.deepEqual(
      services.web?.command.map((word) => word.replaceAll("$$", "$")),
      command,
    );
  });

  it("delivered files stand beside it, and comments say which, without their content", () => {
    const configs = [
      { path: "/etc/web", files: [{ path: "a\nb", base64: Buffer.from("content").toString("base64") }] },
    ];
    const workload = sampleWorkload({ services: [sampleService({ secrets: { token: { file: "key" } }, configs })] });
    const text = composeFile(planned(separate, workload), "/project");
    const { services } = parse(text) as Document;
    assert.deepEqual(services.web?.volumes, [
      { type: "bind", source: "./delivered/secrets-web", target: "/run/secrets", read_only: true },
      { type: "bind", source: "./delivered/config-web", target: "/opt/container-approaches/config", read_only: true },
    ]);
    const comments = text.split("\n").filter((line) => line.startsWith("#"));
    assert.deepEqual(comments.slice(1), [
      "# ./delivered/secrets-web, better on a tmpfs:",
      '#   "key": the secret "token", owner 10001:10001, mode 0400, for web',
      "# ./delivered/config-web, on a disk:",
      '#   "web-0/a\\nb": 7 bytes, owner 0:0, mode 0444, for web',
    ]);
  });

  it("docker compose accepts it", async function () {
    const docker = dockerClient({ host: defaultSocket, source: "default" });
    if ((await docker.attempt(["compose", "version"])).exitCode !== 0) skip(this, "docker compose is not installed");
    const file = join(folder(), "compose.yaml");
    await writeFile(file, composeFile(planned(separate), folder()));
    await docker.run(["compose", "--file", file, "config", "--quiet"]);
  });
});
