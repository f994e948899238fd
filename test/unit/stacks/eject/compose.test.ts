import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { dockerClient } from "../../../../docker/client.ts";
import { defaultSocket } from "../../../../docker/endpoint.ts";
import { composeFile } from "../../../../stacks/eject/compose.ts";
import { skip } from "../../../support/skip.ts";
import { checkGoldens } from "../../../support/unit/goldens.ts";
import { everythingWorkload } from "../../../support/unit/samples.ts";
import { ownWorkload } from "../../../support/unit/subjects.ts";
import { planned } from "../../bench/support.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

interface Service {
  readonly environment: Readonly<Record<string, string>>;
  readonly volumes?: unknown;
  readonly ports?: unknown;
  readonly networks: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes?: Readonly<Record<string, { readonly name: string }>>;
}

describe("eject / the Compose file", () => {
  const folder = useTemporaryFolder();

  it("hello is rendered as its golden says", async () => {
    const plan = planned(await ownWorkload("hello"));
    let text = composeFile(plan, "/project");
    // The services' own contents are not what this is about.
    for (const { hash } of plan.images) text = text.replaceAll(hash, "CONTENT-HASH");
    await checkGoldens(resolve(import.meta.dirname, "golden"), { "compose-hello.golden": text });
  });

  it("a dollar is doubled, because Compose expands variables", () => {
    const { services } = parse(composeFile(planned(everythingWorkload()), "/project")) as Document;
    assert.equal(services.web?.environment.GREETING, 'it\'s "here" $$HOME');
  });

  it("volumes are declared once and mounted where the container has them", () => {
    const plan = planned(everythingWorkload());
    const { services, volumes } = parse(composeFile(plan, "/project")) as Document;
    assert.deepEqual(services.store?.volumes, [{ type: "volume", source: "data", target: "/var/lib/store" }]);
    assert.deepEqual(volumes?.data?.name, plan.rendering.volumes[0]?.fullName);
  });

  it("only the entry is published, and only what needs it is on the front network", () => {
    const { services } = parse(composeFile(planned(everythingWorkload()), "/project")) as Document;
    const published = Object.keys(services).filter((name) => services[name]?.ports !== undefined);
    const fronted = Object.keys(services).filter((name) => "front" in (services[name]?.networks ?? {}));
    assert.deepEqual(published, ["web"]);
    assert.deepEqual(fronted.sort(), ["mailer", "web"]);
  });

  it("docker compose accepts it", async function () {
    const docker = dockerClient({ host: defaultSocket, source: "default" });
    if ((await docker.attempt(["compose", "version"])).exitCode !== 0) skip(this, "docker compose is not installed");
    const file = join(folder(), "compose.yaml");
    await writeFile(file, composeFile(planned(everythingWorkload()), folder()));
    await docker.run(["compose", "--file", file, "config", "--quiet"]);
  });
});
