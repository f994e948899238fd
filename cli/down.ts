import { Command } from "commander";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { copyFolder, labInstance, labLock } from "../lab/harness/project.ts";
import { defaultStack } from "../stacks/stack-names.ts";
import type { Owner } from "../stacks/systems/contract.ts";
import { projectName, projectRoot } from "../toolchain/environment.ts";
import { inspectLock } from "../toolchain/host/lock.mjs";
import { sweep, sweepWithData } from "./stack/leftovers.ts";
import { withStack } from "./stack/lock-stack.ts";
import { clearDeadLocks } from "./stack/locks.ts";
import { refuseMoved } from "./stack/moved.ts";
import { prepare, type Workshop } from "./stack/prepare.ts";
import { pulumiRunner, type PulumiRunner } from "./stack/pulumi.ts";
import { privateConfig } from "./stack/stack-config.ts";
import { checkedStackName } from "./stack/stack-name.ts";
import { mendStateFiles } from "./stack/state-files.ts";
import { stackState } from "./stack/state.ts";
import { namesOfVolumes, removeVolumes } from "./stack/volumes.ts";
import { showWatched } from "./stack/watch-systems.ts";

/** Removes deployed stacks. */
export async function main(args: string[], signal?: AbortSignal): Promise<number> {
  let code = 0;
  const program = new Command("npm run down --")
    .description(
      "Removes everything that stacks deployed: containers, networks and images, with leftovers of interrupted runs.\n" +
        "Volumes stay, with their data, unless --volumes says otherwise; each is named.",
    )
    .argument("[stacks...]", "approaches, or dev", [defaultStack])
    .option(
      "--all",
      "every stack of this clone, and the images that stacks share (package layers, base image) unless another clone uses them",
    )
    .option(
      "--volumes",
      "also the volumes with their data; one that something else uses is kept, and the exit code is 1",
    )
    .exitOverride()
    .action(async (stacks: string[], { all = false, volumes = false }: { all?: boolean; volumes?: boolean }) => {
      code = await down(all ? undefined : stacks, volumes, signal);
    });
  await program.parseAsync(args, { from: "user" });
  return code;
}

/** @param names undefined for all @param withData whether volumes with data go too */
async function down(
  names: readonly string[] | undefined,
  withData: boolean,
  signal: AbortSignal | undefined,
): Promise<number> {
  const stacks = names?.map((name) => checkedStackName(name, projectRoot));
  const workshop = await prepare(undefined, signal);
  const pulumi = pulumiRunner(workshop.toolchain);
  report(await mendStateFiles(workshop.backend, projectName));
  const existing = await existingStacks(pulumi);
  for (const stack of stacks ?? existing) {
    signal?.throwIfAborted();
    if (!existing.includes(stack)) continue;
    const code = await withStack(stack, `removes the stack ${stack}`, signal, () =>
      destroy(stack, workshop, pulumi, signal),
    );
    if (code !== 0) return code;
  }
  if (stacks === undefined) {
    report(await sweep(workshop.systems.all, { instance: workshop.instance }));
    report(await sweepLab(workshop));
    for (const system of workshop.systems.all) report(await system.removeShared());
  }
  return endOfVolumes(stacks, workshop, withData);
}

/** Names the volumes that stay, or removes them. @returns the exit code: 1 if one that was to go is still there */
async function endOfVolumes(
  stacks: readonly string[] | undefined,
  { systems, instance }: Workshop,
  withData: boolean,
): Promise<number> {
  const owners: readonly Owner[] = stacks?.map((stack) => ({ instance, stack })) ?? [{ instance }];
  let code = 0;
  for (const owner of owners) {
    if (!withData) {
      report(await namesOfVolumes(systems.all, owner));
      continue;
    }
    const { lines, complete } = await removeVolumes(systems.all, owner, (line) => {
      report([line]);
    });
    report(lines);
    if (!complete) code = 1;
  }
  return code;
}

async function destroy(
  stack: string,
  { backend, systems, instance }: Workshop,
  pulumi: PulumiRunner,
  signal: AbortSignal | undefined,
): Promise<number> {
  report(await clearDeadLocks(backend, stack));
  await refuseMoved(await stackState(pulumi, backend, stack), systems.all, stack);
  const words = ["destroy", "--stack", stack, "--yes", "--skip-preview", ...(await privateConfig(projectRoot, stack))];
  const watching = { systems: systems.all, again: `npm run down -- ${stack}`, signal };
  const code = await showWatched(pulumi, words, watching);
  if (code !== 0) return code;
  report(await sweep(systems.all, { instance, stack }));
  await rm(join(projectRoot, ".state/contexts", stack), { recursive: true, force: true });
  return 0;
}

/** Removes what a killed run of the lab left; keeps what a live one uses. */
async function sweepLab({ systems }: Workshop): Promise<string[]> {
  const lock = await inspectLock(labLock(projectRoot));
  if (lock?.live) return [`kept the deployments that process ${lock.holder.pid} is measuring`];
  await rm(copyFolder(projectRoot), { recursive: true, force: true });
  return sweepWithData(systems.all, { instance: labInstance(projectRoot) });
}

async function existingStacks(pulumi: PulumiRunner): Promise<string[]> {
  const stacks = JSON.parse(await pulumi.read(["stack", "ls", "--json"])) as readonly { name: string }[];
  return stacks.map(({ name }) => name.split("/").at(-1) ?? name);
}

function report(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}
