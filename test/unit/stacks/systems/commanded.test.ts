import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import type { Commander, Commands } from "../../../../stacks/commanded/contract.ts";
import type { Approach } from "../../../../stacks/contract.ts";
import type { DeploymentPlan } from "../../../../stacks/deployment-plan.ts";
import { keptCommander } from "../../../../stacks/keeper/commands.ts";
import { nspawnArguments } from "../../../../stacks/keeper/nspawn-arguments.ts";
import { commandLine } from "../../../../stacks/rendering/shell.ts";
import type { SecretValues } from "../../../../stacks/systems/contract.ts";
import { libvirtFiles } from "../../../../stacks/systems/libvirt-lxc/domain.ts";
import { processorNamed } from "../../../../stacks/systems/libvirt-lxc/processor.ts";
import { lxcFiles } from "../../../../stacks/systems/lxc/config.ts";
import { cgroupOf, unitFiles } from "../../../../stacks/systems/nspawn-units/units.ts";
import { podmanCommander } from "../../../../stacks/systems/podman/commands.ts";
import { ociConfig } from "../../../../stacks/systems/runc/config.ts";
import type { Profile } from "../../../../stacks/systems/runc/seccomp.ts";
import { guestFiles } from "../../../../stacks/systems/vm/guest-files.ts";
import { fullPlan } from "../../../support/unit/full-plan.ts";
import { checkGoldens, type Tree } from "../../../support/unit/goldens.ts";
import { planned } from "../../../support/unit/plans.ts";
import { elsewhere, ownWorkload, settingsFor } from "../../../support/unit/subjects.ts";

const folder = resolve(import.meta.dirname, "../../golden/systems");

/** A profile with a rule of each kind. */
const profile: Profile = {
  defaultAction: "SCMP_ACT_ERRNO",
  defaultErrnoRet: 38,
  archMap: [{ architecture: "SCMP_ARCH_X86_64", subArchitectures: ["SCMP_ARCH_X86"] }],
  syscalls: [
    { names: ["read"], action: "SCMP_ACT_ALLOW" },
    { names: ["sync_file_range2"], action: "SCMP_ACT_ALLOW", includes: { arches: ["ppc64le"] } },
    { names: ["chroot"], action: "SCMP_ACT_ALLOW", includes: { caps: ["CAP_SYS_CHROOT"] } },
    { names: ["chroot"], action: "SCMP_ACT_ERRNO", errnoRet: 1, excludes: { caps: ["CAP_SYS_CHROOT"] } },
  ],
};

const exporting = ["export-image"];

const commanders: Readonly<Record<string, Commander>> = {
  podman: podmanCommander({ ulimits: { nofile: "10:20", nproc: "30:40" } }, ["save-images"]),
  runc: keptCommander(
    {
      name: "runc",
      scripts: "scripts",
      files: (container, place) => ({
        "config.json": JSON.stringify(ociConfig(container, place, { profile, processor: "x64" }), undefined, 1),
      }),
    },
    exporting,
  ),
  nspawn: keptCommander(
    {
      name: "nspawn",
      scripts: "scripts",
      downSignal: "SIGTERM",
      files: (container, place) => ({ arguments: commandLine(nspawnArguments(container, place)) }),
    },
    exporting,
  ),
  "nspawn-units": keptCommander(
    {
      name: "nspawn-units",
      scripts: "scripts",
      supervisor: "units",
      cgroupOf,
      files: (container, place) => ({
        arguments: commandLine(nspawnArguments(container, place)),
        ...unitFiles(container, place),
      }),
    },
    exporting,
  ),
  lxc: keptCommander({ name: "lxc", scripts: "scripts", files: lxcFiles }, exporting),
  "libvirt-lxc": keptCommander(
    {
      name: "libvirt-lxc",
      scripts: "scripts",
      controllers: ["cpuacct", "devices"],
      files: (container, place) =>
        libvirtFiles(container, place, {
          processor: processorNamed("x64"),
          cgroupVersion: 1,
          memoryMiB: 2048,
          tools: "/tools",
        }),
    },
    exporting,
  ),
  vm: keptCommander({ name: "vm", scripts: "scripts", files: guestFiles }, exporting),
};

function commanderOf({ system = "" }: Approach): Commander {
  return commanders[system] ?? assert.fail(`the test has no commands of ${system}`);
}

async function planOf(approach: Approach): Promise<DeploymentPlan> {
  const workload = await ownWorkload("hello");
  return planned(approach, workload, {
    settings: { ...settingsFor(approach, workload), host: { cgroupVersion: 2, containersCgroup: "none" } },
  });
}

/** A value for every secret. */
const secrets: SecretValues = new Proxy({}, { get: () => pulumi.secret("value") });

/** All that commands do, each in a file, with the files that they are given. */
function treeOf(commander: Commander, plan: DeploymentPlan): Tree {
  const { scope, rendering, images } = plan;
  const parts: readonly (readonly [name: string, commands: Commands])[] = [
    ...images.map((one) => [`image-${one.name}`, commander.image(one)] as const),
    ...rendering.networks.map((one) => [`network-${one.name}`, commander.network(one, scope)] as const),
    ...rendering.volumes.map((one) => [`volume-${one.name}`, commander.volume(one, scope)] as const),
    ...rendering.containers.map((one) => [`container-${one.name}`, commander.container(one, plan, secrets)] as const),
    ...[commander.companion(plan)].flatMap((one) => (one === undefined ? [] : [["companion", one] as const])),
  ];
  return Object.fromEntries(parts.map(([name, commands]) => [`${name}.txt`, textOf(commands)]));
}

/** Long command lines have a line for each option. */
function textOf({ create, delete: removing, stdin }: Commands): string {
  const readable = create.replaceAll(/ (--[a-z])/g, "\n  $1");
  const files = typeof stdin === "string" ? (JSON.parse(stdin) as Readonly<Record<string, string>>) : {};
  const sections = Object.entries(files).map(([path, text]) => `\n== ${path}\n${text}`);
  return [`create: ${readable}`, ...(removing === undefined ? [] : [`delete: ${removing}`]), ...sections, ""].join(
    "\n",
  );
}

describe("what commands do on a system", () => {
  for (const approach of elsewhere) {
    it(`is for ${approach.name} / hello as its goldens say`, async () => {
      await checkGoldens(join(folder, approach.name), treeOf(commanderOf(approach), await planOf(approach)));
    });
  }

  for (const [system, commander] of Object.entries(commanders)) {
    it(`has a place for all that a plan can ask for: ${system}`, () => {
      const plan = { ...fullPlan(), packageLayers: [], output: {} as DeploymentPlan["output"], baseImage: "base" };
      const tree = treeOf(commander, plan);
      for (const { name } of plan.rendering.containers) assert.ok(tree[`container-${name}.txt`]);
    });

    it(`names what is not there before anything is made: ${system}`, async () => {
      const approach = elsewhere.find((one) => one.system === system) ?? assert.fail();
      const plan = await planOf(approach);
      const [first] = plan.rendering.containers;
      const broken = { ...plan, rendering: { ...plan.rendering, networks: [] }, images: [] };
      assert.throws(() => commander.container(first ?? assert.fail(), broken, {}), /which (it does|is) not plan/);
    });
  }
});
