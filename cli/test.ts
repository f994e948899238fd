import { Command } from "commander";
import { UserError } from "../errors/user-error.ts";
import { loadWorkload } from "../services/load.ts";
import { ownWorkloads } from "../services/own-workloads.ts";
import { approachNames, approachesNamed } from "../stacks/approaches.ts";
import { unmetRequirements } from "../stacks/requirements.ts";
import { defaultStack } from "../stacks/stack-names.ts";
import { projectRoot } from "../toolchain/environment.ts";
import { checks } from "./check.ts";
import { prepare, type Workshop } from "./stack/prepare.ts";
import { ensureTools } from "./stack/system-tools.ts";
import { browserStage } from "./testing/browser.ts";
import { groups } from "./testing/groups.ts";
import { mixed } from "./testing/mixing.ts";
import { atOnceAt, paceOf, pacesOf } from "./testing/pace.ts";
import { hostName } from "./testing/portability.ts";
import {
  allShares,
  deployedStages,
  deploymentsAtOnce,
  plainGroups,
  shares,
  type Share,
} from "./testing/post-deploy.ts";
import { recordPortability } from "./testing/record.ts";
import { onDockerOf, testSecondHost } from "./testing/second-host.ts";
import { runStages, type Stage, type Together } from "./testing/stages.ts";
import { toolchainStages } from "./testing/toolchain-stages.ts";

/** The approach of `--only-separate`, an option that is older than `--only`. */
const seedSwitch = "separate";

interface Options {
  readonly only?: string;
  readonly onlySeparate?: boolean;
  readonly workload?: string;
  readonly host?: boolean;
  readonly all?: boolean;
  readonly record?: string;
}

/** Runs the tests. */
export async function main(args: string[], signal?: AbortSignal): Promise<number> {
  let code = 0;
  const program = new Command("npm test --")
    .description(
      "Runs setup, then all tests: npm run check, the toolchain, faults, the report, the lab, and the post-deploy tests of every\n" +
        "approach that this host can run. Deploys from copies of this clone: does not touch your own stacks.",
    )
    .option("--only <names>", "only the post-deploy tests of these approaches, separated by commas")
    .option("--only-separate", "the same as --only separate")
    .option("--workload <name>", "only the post-deploy tests, all of them, with this workload")
    .option("--all", "all tests, and every post-deploy test of every workload under every approach: several hours")
    .option(
      "--record <host>",
      "with --only or --host: also appends the outcomes to docs/portability.jsonl, under this name for the host that they ran on",
    )
    .option(
      "--host",
      "only the tests of the second host (npm run host), and the post-deploy tests of hello of every approach on its Docker daemon:\n" +
        "hours where it is emulated; with --only: only these approaches on it",
    )
    .exitOverride()
    .action(async (options: Options) => {
      code = await test(options, signal);
    });
  await program.parseAsync(args, { from: "user" });
  return code;
}

async function test(options: Options, signal: AbortSignal | undefined): Promise<number> {
  const { workload, host = false } = options;
  const chosen = chosenIn(options);
  const place = placeIn(options, chosen);
  const approaches = approachesNamed(chosen?.split(",") ?? approachNames, "--only");
  const deployed = await sharesOf(options);
  if (host) {
    const remotely = { approaches: onDockerOf(approaches), workload, machine: chosen === undefined, record: place };
    return testSecondHost(remotely, signal);
  }
  const workshop = await prepare(defaultStack, signal);
  const { systems, toolchain, docker } = workshop;
  await ensureTools(approaches.map(systems.of), signal);
  const unmet = await unmetRequirements(approaches, systems.of, toolchain.baseImage?.name ?? "");
  const usable = approaches.filter(({ name }) => !unmet.has(name));
  const pace = await paceOf(docker, toolchain.baseImage?.name ?? "");
  const facts = { unmet, paces: await pacesOf(usable, systems.of), ...atOnceAt(pace) };
  const stagesOf = (share: Share) => deployedStages(approaches, [share], facts).together;
  const all = deployedStages(approaches, deployed, facts);
  const stages =
    chosen === undefined && workload === undefined
      ? [checks, await onDocker(workshop, deployed.map(stagesOf), options, signal), lab]
      : [all];
  const code = await runStages(stages, { ...toolchain.env, ...pace, ...thoroughness(options) }, signal);
  if (place !== undefined)
    await recordPortability({ host: place, approaches, stages: all.together, docker, of: systems.of });
  return code;
}

/** Variables that tell tests how often to repeat what is random. */
function thoroughness({ all = false }: Options): Readonly<Record<string, string>> {
  return all ? { CONTAINER_APPROACHES_KILLS: "20" } : {};
}

/** Approaches by name, separated by commas; undefined: all. */
function chosenIn({ only, onlySeparate }: Options): string | undefined {
  return onlySeparate ? seedSwitch : only;
}

/** What the host is called in the record; undefined if nothing is recorded. @throws UserError */
function placeIn({ record, host = false }: Options, chosen: string | undefined): string | undefined {
  if (record === undefined) return undefined;
  if (chosen === undefined && !host) throw recordsAlone();
  return hostName(record);
}

function recordsAlone(): UserError {
  return new UserError({
    found: "--record without --only or --host.",
    allowed: "--only with the approaches whose outcomes are recorded",
    remedy: "npm test -- --only separate --record NAME-OF-THIS-HOST",
  });
}

/**
 * All that deploys, and the tests of the toolchain. Each has projects, stacks and ports of its own, or even a Docker daemon, and none
 * measures a time: so they run at the same time.
 * @param deployed post-deploy tests, those of the slowest workload first
 */
async function onDocker(
  workshop: Workshop,
  [slow = [], ...others]: readonly (readonly Stage[])[],
  options: Options,
  signal: AbortSignal | undefined,
): Promise<Together> {
  const rest = [...(await toolchainStages(workshop, options.all === true)), await browserStage(signal), sideBySide];
  return { title: "all that deploys", together: [...mixed(slow, rest), ...others.flat()], atOnce: deploymentsAtOnce };
}

async function sharesOf({ workload, all }: Options): Promise<readonly Share[]> {
  if (workload !== undefined) return [await wholeShare(workload)];
  return all === true ? allShares : shares;
}

/** Every post-deploy test of a workload. */
async function wholeShare(name: string): Promise<Share> {
  const { name: workload } = await loadWorkload(name, ownWorkloads(projectRoot));
  return { workload, groups, plainGroups, elsewhereGroups: groups };
}

const sideBySide: Stage = { title: "side by side", mocha: ["test/deployed/side-by-side.test.ts"] };

/** A stage of its own, so that nothing else runs while it measures. */
const lab: Stage = { title: "lab", mocha: ["test/lab/**/*.test.ts"] };
