import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { readCompose } from "../../../../services/compose/read.ts";
import { asWorkload } from "../../../../services/foreign/as-workload.ts";
import { fromCompose } from "../../../../services/foreign/from-compose.ts";
import { resolved } from "../../../../services/foreign/resolve.ts";
import { loadWorkload } from "../../../../services/load.ts";
import { ownWorkloads } from "../../../../services/own-workloads.ts";
import { pod } from "../../../../stacks/approaches/pod/index.ts";
import { s6 } from "../../../../stacks/approaches/s6/index.ts";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import type { Rendering } from "../../../../stacks/contract.ts";
import { composeFile } from "../../../../stacks/eject/compose.ts";
import { ejectable } from "../../../../stacks/eject/ejectable.ts";
import { projectRoot } from "../../../../toolchain/environment.ts";
import { imageFacts } from "../../../support/unit/foreign.ts";
import { sampleSettings } from "../../../support/unit/samples.ts";
import { without } from "../../../support/unit/without.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

type Services = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

describe("a Compose file that was written here, read again and written again", () => {
  const folder = useTemporaryFolder();

  function written(rendering: Rendering): string {
    return composeFile(
      ejectable(rendering, sampleSettings().scope, { address: "127.0.0.1", external: 8080 }, "sha256:1"),
      ".",
    );
  }

  /** One that says nothing of its own: all is in the file. */
  const facts = { ...without(imageFacts, "health"), entrypoint: [], env: {}, user: "", volumes: [], exposed: [] };

  async function again(text: string): Promise<string> {
    const path = join(folder(), "compose.yaml");
    await writeFile(path, text);
    const { workload } = fromCompose(await readCompose({ files: [path], name: "sample", env: {} }));
    const services = workload.services.map((service) => resolved(service, facts));
    return written(separate.render(asWorkload(workload, services, { grants: [], warnings: [] }), sampleSettings()));
  }

  /** Without what each pass makes anew: images, and names of objects. */
  const stable = (text: string) => {
    const { services, ...rest } = parse(text) as { services: Services; networks: object; volumes?: object };
    const kept = Object.entries(services).map(
      ([name, { image, build, ...keys }]) =>
        [name, { ...without(keys, "container_name"), built: image !== undefined && build !== undefined }] as const,
    );
    return { services: Object.fromEntries(kept), sections: Object.keys(rest), networks: Object.keys(rest.networks) };
  };

  for (const name of ["hello", "trouble", "everything"]) {
    for (const approach of [separate, pod, s6]) {
      it(`says the same from the first pass on: ${name} as ${approach.name}`, async () => {
        const workload = await loadWorkload(name, ownWorkloads(projectRoot));
        const first = written(approach.render(workload, sampleSettings()));
        const second = await again(first);
        const third = await again(second);
        assert.deepEqual(stable(third), stable(second));
        const [before, after] = [first, second].map((text) => (parse(text) as { services: Services }).services);
        assert.ok(before !== undefined && after !== undefined, "both passes have services");
        const names = Object.keys(before).sort();
        assert.notDeepEqual(names, []);
        assert.deepEqual(Object.keys(after).sort(), names);
        for (const [service, keys] of Object.entries(before)) sameService(service, keys, after[service] ?? {});
      });
    }
  }
});

/** Keys that a pass makes anew, and what of them stays. Every other key is the same, or missing in both. */
const anew: Readonly<Record<string, (value: unknown) => unknown>> = {
  // Their names have a hash of their text, or the name of the replica.
  image: (value) => typeof value,
  // A replica has the image that the first one builds, and is not to pull it; by the second pass each has its own.
  build: () => undefined,
  pull_policy: () => undefined,
  // Those of the owner have the workload's name, and a container that is not of ours has it as its service.
  labels: (value) => Object.keys(value as object).filter((name) => !name.startsWith("container-approaches.")),
  // A service of a Compose file has its own name in each of its networks.
  networks: (value) => Object.keys(value ?? {}).sort(),
  // Sources below the project's folder are absolute by then.
  volumes: (value) =>
    ((value ?? []) as readonly Readonly<Record<string, unknown>>[]).map((mount) => ({
      ...mount,
      source: mount.type === "bind" ? (String(mount.source).split("/").at(-1) ?? "") : mount.source,
    })),
};

function sameService(
  service: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): void {
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (key === "depends_on") continue;
    const kept = anew[key] ?? ((value: unknown) => value);
    assert.deepEqual(kept(after[key]), kept(before[key]), `${service}: ${key}`);
  }
  const needed = (before.depends_on ?? {}) as Readonly<Record<string, unknown>>;
  const found = (after.depends_on ?? {}) as Readonly<Record<string, unknown>>;
  // Joining a network is waiting for its holder, which the reader says.
  const [, holder = ""] =
    /^service:(.*)$/.exec(typeof before.network_mode === "string" ? before.network_mode : "") ?? [];
  const expected = holder === "" || holder in needed ? Object.keys(needed) : [...Object.keys(needed), holder];
  assert.deepEqual(Object.keys(found).sort(), expected.sort(), `${service}: depends_on`);
  for (const [name, condition] of Object.entries(needed))
    assert.deepEqual(found[name], condition, `${service}: ${name}`);
}
