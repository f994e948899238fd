import { execa } from "execa";
import assert from "node:assert/strict";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { UserError } from "../../../../errors/user-error.ts";
import { checkTools, toolsLack } from "../../../../stacks/commanded/tools.ts";
import type { ContainerPlan } from "../../../../stacks/container-plan.ts";
import { refuses } from "../../../../stacks/systems/nspawn-units/refuses.ts";
import { cgroupOf, unitFiles } from "../../../../stacks/systems/nspawn-units/units.ts";
import { fullContainer } from "../../../support/unit/full-container.ts";

const root = resolve(import.meta.dirname, "../../../..");
const place = {
  folder: "/run/x",
  root: "/run/x/root",
  networkNamespace: "x",
  names: "/run/x/etc",
  ipcNamespace: undefined,
  binds: [],
};

/** The unit of a container. */
function unitOf(container: ContainerPlan): string {
  return unitFiles(container, place)[`units/${container.fullName}.service`] ?? assert.fail("it has no unit");
}

describe("a container as a unit of the host's systemd", () => {
  const plan = fullContainer;

  it("has its limits, its time to stop and its restarts in the unit", () => {
    const limits = { memoryMiB: 64, memorySwapMiB: 96, cpus: 0.125, pids: 7 };
    const unit = unitOf({ ...plan, limits, restart: "on-failure", stop: { signal: "SIGINT", graceSeconds: 3 } });
    for (const line of [
      "MemoryMax=64M",
      "MemorySwapMax=32M",
      "CPUQuota=12.5%",
      "TasksMax=7",
      "TimeoutStopSec=3",
      "Restart=on-failure",
    ]) {
      assert.ok(unit.split("\n").includes(line), `${line} is not in\n${unit}`);
    }
  });

  it("has no limit that its plan does not have", () => {
    assert.doesNotMatch(unitOf({ ...plan, limits: {} }), /MemoryMax|MemorySwapMax|CPUQuota|TasksMax/);
    assert.doesNotMatch(unitOf({ ...plan, limits: { memoryMiB: 1, memorySwapMiB: -1 } }), /MemorySwapMax/);
  });

  it("has the share of processors that systemd has for Docker's figure", () => {
    const { extras } = plan;
    const weights = [2, 1024, 262_144].map((cpuShares) => unitOf({ ...plan, extras: { ...extras, cpuShares } }));
    assert.deepEqual(
      weights.map((unit) => /CPUWeight=(\d+)/.exec(unit)?.[1]),
      ["1", "100", "10000"],
    );
  });

  it("is in the cgroup that its settings name", () => {
    const unit = unitOf(plan);
    assert.equal(`${/^Slice=(.*)$/m.exec(unit)?.[1] ?? ""}/${plan.fullName}.service`, cgroupOf(plan.fullName));
  });

  it("has a unit for health checks only if there is one", () => {
    const names = ({ health, ...rest }: ContainerPlan) => [
      Object.keys(unitFiles(rest, place)).length,
      Object.keys(unitFiles({ ...rest, ...(health === undefined ? {} : { health }) }, place)).length,
    ];
    assert.deepEqual(names(plan), [3, 4]);
  });

  it("says what it cannot honour, and no more than that", () => {
    const said = refuses(plan).join("\n");
    assert.match(said, /no memory is reserved for it/);
    assert.doesNotMatch(said, /every processor|share of contended/);
  });
});

describe("a machine that is unfit for a system", () => {
  const tools = { programs: ["sh"], packages: ["dash"], root: false, version: ["sh"] as const };
  const unfit = { reason: "PID 1 is x", allowed: "PID 1 is y", remedy: "use another" };

  it("is told so, and not what to install", async () => {
    const lacking = { ...tools, programs: ["no-such-program"], unfit: () => Promise.resolve(unfit) };
    assert.equal(await toolsLack(lacking), "PID 1 is x");
    await assert.rejects(checkTools("paper", lacking), (error: unknown) => {
      assert.ok(error instanceof UserError);
      assert.deepEqual(error.parts, {
        found: "The system paper cannot be used: PID 1 is x.",
        allowed: "PID 1 is y",
        remedy: "use another",
      });
      return true;
    });
  });

  it("is told what to install where it is fit", async () => {
    const lacking = { ...tools, programs: ["no-such-program"], unfit: () => Promise.resolve(undefined) };
    await assert.rejects(checkTools("paper", lacking), /apt-get install --no-install-recommends dash/);
  });
});

describe("what systemd says of a container's unit", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "systemctl-"));
  });
  after(() => rm(folder, { recursive: true }));

  for (const [said, restart, expected] of [
    ["LoadState=loaded\nActiveState=active\nSubState=running\nJob=0", "always", "true true"],
    ["LoadState=loaded\nActiveState=activating\nSubState=auto-restart\nJob=0", "always", "false true"],
    ["LoadState=loaded\nActiveState=deactivating\nSubState=stop-sigterm\nJob=12", "always", "true false"],
    ["LoadState=loaded\nActiveState=deactivating\nSubState=stop-post\nJob=0", "always", "true true"],
    ["LoadState=loaded\nActiveState=deactivating\nSubState=stop-post\nJob=0", "no", "true false"],
    ["LoadState=loaded\nActiveState=failed\nSubState=failed\nJob=0", "always", "false false"],
    ["LoadState=loaded\nActiveState=inactive\nSubState=dead\nJob=0", "always", "false false"],
    ["LoadState=not-found\nActiveState=inactive\nSubState=dead\nJob=0", "always", "unknown false"],
    ["", "always", "unknown false"],
  ] as const) {
    it(`${JSON.stringify(said)} with restart ${restart}: ${expected} (runs, is started again)`, async () => {
      const program = join(folder, "systemctl");
      await writeFile(program, `#!/bin/sh\nprintf '%s\\n' '${said}'\n`);
      await chmod(program, 0o755);
      const script = '. stacks/keeper/supervisors/units.sh; find_supervised; echo "$up $wanted"';
      const env = { PATH: `${folder}:${process.env.PATH ?? ""}`, name: "x", folder, restart };
      assert.equal((await execa("sh", ["-uc", script], { cwd: root, env })).stdout, expected);
    });
  }
});
