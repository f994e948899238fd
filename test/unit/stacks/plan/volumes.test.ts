import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import { parseConfig } from "../../../../stacks/config.ts";
import { planStack } from "../../../../stacks/plan/stack.ts";
import { checkVolumes } from "../../../../stacks/plan/volumes.ts";
import type { VolumeLook } from "../../../../stacks/systems/contract.ts";
import { dockerSystem } from "../../../../stacks/systems/docker/index.ts";
import { fakeDocker } from "../../../support/unit/fake-docker.ts";
import { volumeLook } from "../../../support/unit/looks.ts";
import { sampleScope, sampleService, sampleSettings, sampleWorkload } from "../../../support/unit/samples.ts";
import { rejectsWithUserError, throwsUserError } from "../../../support/unit/user-error.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

const system = { removal: (name: string, kind?: string) => `rub out the ${kind ?? "container"} ${name}` };

/** Checks a workload with these volumes against what is there. */
function check(volumes: readonly string[], present: readonly VolumeLook[]): string[] {
  const service = sampleService({ volumes: volumes.map((name) => ({ name, path: `/srv/${name}` })) });
  const rendering = separate.render(sampleWorkload({ services: [service] }), sampleSettings());
  return checkVolumes(rendering, sampleScope(), { volumes: present }, system);
}

const name = "ca-000000-separate-hello-data";
const foreign = { instance: "", stack: "", approach: "", workload: "", volume: "" };

describe("the volumes that a deployment finds", () => {
  it("are none at the first time, and its own with their data later", () => {
    assert.deepEqual(check(["data"], []), []);
    assert.deepEqual(check(["data"], [volumeLook()]), []);
  });

  it("are none of its business if their names are others", () => {
    const others = [
      volumeLook({ name: "theirs", ...foreign }),
      volumeLook({ name: "a", instance: "111111", volume: "old" }),
      volumeLook({ name: "b", stack: "dev", volume: "old" }),
      volumeLook({ name: "c", approach: "pod", volume: "old" }),
      volumeLook({ name: "d", workload: "other", volume: "old" }),
    ];
    assert.deepEqual(check(["data"], others), []);
  });

  const wrong: Record<string, Partial<VolumeLook>> = {
    "no labels of ours": foreign,
    "the labels of another clone": { instance: "111111" },
    "the labels of another stack": { stack: "dev" },
    "the labels of another approach": { approach: "pod" },
    "the labels of another workload": { workload: "hello-data" },
    "the label of another volume": { volume: "more-data" },
  };
  for (const [what, labels] of Object.entries(wrong)) {
    it(`are refused where one of a needed name has ${what}`, () => {
      throwsUserError(() => check(["data"], [volumeLook({ ...labels, users: ["theirs"] })]), {
        found: new RegExp(`^A volume named ${name} exists, .* of the volume data .* and theirs uses it`),
        allowed: /no other volume of this name/,
        remedy: new RegExp(`^rub out the volume ${name}$`),
      });
    });
  }

  it("are refused if one seems to have a new name, with what moves its data", () => {
    const old = volumeLook({ name: "ca-000000-separate-hello-old", volume: "old" });
    throwsUserError(() => check(["data"], [old]), {
      found: /the new volume data and no longer old, whose data are in ca-000000-separate-hello-old\.$/,
      allowed: /keep their names/,
      remedy:
        /npm run data -- backup separate FILE, then npm run data -- restore separate FILE --as old=data; .*npm run data -- remove separate old$/,
    });
  });

  it("are a warning where the workload no longer has one, also after its data have been moved", () => {
    const old = volumeLook({ name: "ca-000000-separate-hello-old", volume: "old" });
    const warning =
      "the volume old of an earlier hello keeps its data in ca-000000-separate-hello-old: npm run data -- remove separate old removes it";
    assert.deepEqual(check([], [old]), [warning]);
    assert.deepEqual(check(["data"], [old, volumeLook()]), [warning]);
  });

  it("are no warning where they hold state, which goes with the stack", () => {
    assert.deepEqual(check(["data"], [volumeLook({ name: "x", volume: "x", isState: true })]), []);
  });
});

describe("the plan of a stack with volumes", () => {
  const folder = useTemporaryFolder();

  /** Plans a workload with the volume data on a daemon that has one. */
  async function plans(label: Readonly<Record<string, string>>, needed: string) {
    const labels = { instance: "000000", stack: "dev", approach: "separate", workload: "sample", holds: "data" };
    const line = JSON.stringify({ name: "ca-000000-dev-separate-sample-data", ...labels, volume: "data", ...label });
    const answers = { version: "28.2.2 1.50", ps: "", volume: line, network: "", image: "base:1 sha256:1" };
    const docker = fakeDocker(([command = ""]) => (answers as Record<string, string>)[command] ?? { stderr: command }, {
      host: "tcp://10.0.0.5:2376",
      source: "DOCKER_HOST",
    });
    const docked = dockerSystem(docker);
    const volumes = needed === "" ? [] : [{ name: needed, path: "/srv/data" }];
    return planStack({
      instance: "000000",
      stack: "dev",
      config: parseConfig({}, "dev"),
      approaches: [separate],
      known: [],
      workload: sampleWorkload({ services: [sampleService({ volumes })] }),
      systemOf: () => docked,
      baseImages: ["base:1"],
      contextFolder: join(folder(), "contexts"),
    });
  }

  it("refuses one of another owner, and one with a new name, before it writes anything", async () => {
    const refused = { allowed: /volume/, remedy: /docker volume rm|data -- restore/ };
    await rejectsWithUserError(plans({ stack: "prod" }, "data"), {
      found: /^A volume named \S+-data exists/,
      ...refused,
    });
    await rejectsWithUserError(plans({}, "other"), { found: /the new volume other and no longer data/, ...refused });
    assert.deepEqual(await readdir(folder()), []);
  });

  it("warns of one that the workload no longer has", async () => {
    const [planned] = await plans({}, "");
    assert.match(planned?.plan.output.warnings.join("\n") ?? "", /the volume data of an earlier sample keeps its data/);
    const [same] = await plans({}, "data");
    assert.doesNotMatch(same?.plan.output.warnings.join("\n") ?? "", /keeps its data/);
  });
});
