import { Ajv } from "ajv";
import { execa } from "execa";
import assert from "node:assert/strict";
import { UserError } from "../../../errors/user-error.ts";
import type { Workload } from "../../../services/contract.ts";
import { approaches, approachesNamed, approachNames } from "../../../stacks/approaches.ts";
import type { Approach, Rendering } from "../../../stacks/contract.ts";
import { outputsSchema } from "../../../stacks/outputs-schema.ts";
import { schemaVersion } from "../../../stacks/outputs.ts";
import { stackNames } from "../../../stacks/stack-names.ts";
import { skip } from "../../support/skip.ts";
import { deepFreeze } from "../../support/unit/deep-freeze.ts";
import { bundle } from "../../support/unit/fixtures/bundle.ts";
import { planned, publishedBy } from "../../support/unit/plans.ts";
import { parsers, programsOf } from "../../support/unit/programs.ts";
import {
  checkDockerfile,
  checkFiles,
  checkReferences,
  commandOf,
  instructionKinds,
} from "../../support/unit/rendering-checks.ts";
import { everythingWorkload } from "../../support/unit/samples.ts";
import { ownWorkload, ownWorkloadNames, registered, settingsFor } from "../../support/unit/subjects.ts";
import { throwsUserError } from "../../support/unit/user-error.ts";

describe("the registry of approaches", () => {
  it("has each approach under its own name", () => {
    for (const [key, { name }] of Object.entries(approaches)) assert.equal(key, name);
  });

  it("names approaches with words that object names and stack names can have", () => {
    for (const name of approachNames) assert.match(name, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });

  it("has a stack for each approach, and dev", () => {
    assert.deepEqual([...stackNames], [...approachNames, "dev"]);
  });

  it("returns the named approaches, in that order", () => {
    assert.deepEqual(approachesNamed(["separate"], "a test"), [approaches.separate]);
  });

  for (const name of ["nonesuch", "", "Separate", "toString", "__proto__"]) {
    it(`refuses ${JSON.stringify(name)}, and lists the known ones`, () => {
      throwsUserError(() => approachesNamed(["separate", name], "the stack's own name"), {
        found: new RegExp(`no approach "${name}" \\(the stack's own name\\)`),
        allowed: /(^|, )separate(,|$)/,
        remedy: /pulumiw config set/,
      });
    });
  }
});

const workloads: Record<string, () => Promise<Workload>> = {
  ...Object.fromEntries(ownWorkloadNames.map((name) => [name, () => ownWorkload(name)] as const)),
  "a workload of the tests": () => Promise.resolve(everythingWorkload()),
};

// With a made-up approach, because these rules hold for every approach.
for (const approach of [...registered, bundle]) {
  for (const [name, load] of Object.entries(workloads)) {
    describe(`${approach.name} / ${name}`, () => {
      rendersSoundly(approach, load);
    });
  }
}

describe("the Dockerfiles of approaches with the same placement", () => {
  it("have instructions of the same kinds as the first one's, which post-deploy tests build with both builders", async () => {
    const workload = await ownWorkload("everything");
    // Post-deploy tests build none of the plain forms, which refuse this workload.
    const full = registered.filter(({ plainOf }) => plainOf === undefined);
    for (const approach of full) {
      const first = full.find(({ placement }) => placement === approach.placement) ?? approach;
      const kinds = new Set(instructionKinds(first.render(workload, settingsFor(first, workload))));
      const others = instructionKinds(approach.render(workload, settingsFor(approach, workload)));
      assert.deepEqual(
        others.filter((kind) => !kinds.has(kind)),
        [],
        `${approach.name}: beyond ${first.name}`,
      );
    }
  });
});

describe("shell scripts of all approaches", () => {
  it("pass shellcheck", async function () {
    this.timeout(120_000);
    const { failed } = await execa("shellcheck", ["--version"], { reject: false });
    if (failed) skip(this, "this machine has no shellcheck");
    const loaded = await Promise.all(Object.values(workloads).map((load) => load()));
    const all = registered.flatMap((approach) =>
      loaded
        .filter((workload) => refusalOf(approach, workload) === undefined)
        .flatMap((workload) => programsOf(approach.render(workload, settingsFor(approach, workload)))),
    );
    const scripts = new Map(
      all.filter(({ interpreter }) => interpreter !== "python3").map((one) => [one.content, one]),
    );
    for (const { path, content } of scripts.values()) {
      // What looks like a variable or like an escaped quote in a workload's value is meant literally.
      const { exitCode, stdout } = await execa("shellcheck", ["--exclude=SC2016,SC1003", "-"], {
        input: content,
        reject: false,
      });
      assert.equal(exitCode, 0, `${path}: ${stdout}`);
    }
  });
});

/** Why a plain form cannot run a workload; undefined if it can. Others refuse none of these. */
function refusalOf(approach: Approach, workload: Workload): UserError | undefined {
  if (approach.plainOf === undefined) return undefined;
  try {
    approach.render(workload, settingsFor(approach, workload));
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

function rendersSoundly(approach: Approach, load: () => Promise<Workload>): void {
  let workload: Workload;
  let rendering: Rendering;
  before(async function () {
    workload = deepFreeze(await load());
    const refusal = refusalOf(approach, workload);
    if (refusal !== undefined) skip(this, `it refuses the workload: ${refusal.parts.found}`);
    rendering = approach.render(workload, deepFreeze(settingsFor(approach, workload)));
  });

  it("renders the same each time, from frozen input", () => {
    assert.deepEqual(approach.render(workload, deepFreeze(settingsFor(approach, workload))), rendering);
  });

  it("renders plain data, which JSON carries without loss", () => {
    assert.deepEqual(JSON.parse(JSON.stringify(rendering)), rendering);
  });

  it("refers only to what it plans, by names that differ", () => {
    checkReferences(rendering, workload);
  });

  it("has Dockerfiles that every builder accepts", () => {
    const { baseImage } = settingsFor(approach, workload);
    for (const image of rendering.images) checkDockerfile(image, baseImage);
  });

  it("puts every service's files and its check into its image", () => {
    checkFiles(rendering, workload);
  });

  it("writes programs that their interpreters can parse", async function () {
    const programs = programsOf(rendering);
    assert.ok(programs.length >= 1);
    for (const { path, content, interpreter } of programs) {
      const [command = "", ...args] = parsers[interpreter] ?? assert.fail(`${path} is run by ${interpreter}`);
      const { exitCode, stderr, code } = await execa(command, args, { input: content, reject: false });
      if (code === "ENOENT") return skip(this, `this machine has no ${command}`);
      assert.equal(exitCode, 0, `${path}: ${stderr}`);
    }
  });

  it("publishes the entry once, and leaves to the plan where", () => {
    assert.equal(publishedBy(rendering).internal, workload.entry.port);
  });

  it("has a control for every service", () => {
    const modes = new Map(rendering.images.flatMap(({ files }) => files.map((file) => [file.path, file.mode])));
    for (const [name, { control, replicas }] of Object.entries(rendering.services)) {
      if (control === "system") continue;
      const runAs = replicas.map((replica) => `${control.runAs}/${replica.name}`);
      assert.ok(["mixed", "prefixed", "tagged"].includes(control.log));
      for (const path of [control.program, ...runAs])
        assert.equal(modes.get(`rootfs${path}`), 0o755, `${name}: ${path}`);
      assert.equal(control.log !== "mixed", approach.traits.separatesLogs);
    }
  });

  it("has a CMD in each image that is the command of every container that runs it", () => {
    for (const { image, process } of rendering.containers) {
      const plan = rendering.images.find(({ name }) => name === image);
      assert.ok(plan);
      assert.deepEqual(commandOf(plan), process.command);
    }
  });

  it("has outputs that the schema allows", () => {
    const { output } = planned(approach, workload, { settings: settingsFor(approach, workload) });
    const { url } = output.entry;
    const validate = new Ajv({ strict: true, allErrors: true }).compile(outputsSchema);
    const outputs = { schemaVersion, instance: "000000", url, deployments: { [approach.name]: output } };
    assert.ok(validate(outputs), JSON.stringify(validate.errors));
  });
}
