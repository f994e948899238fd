import { Command } from "commander";
import { loadWorkload, ownWorkloads } from "../services/load.ts";
import { approachNames, approachesNamed } from "../stacks/approaches.ts";
import { unmetRequirements } from "../stacks/requirements.ts";
import { defaultStack } from "../stacks/stack-names.ts";
import { projectRoot } from "../toolchain/environment.ts";
import { checkStages } from "./check.ts";
import { prepare, type Workshop } from "./stack/prepare.ts";
import { browserStage } from "./testing/browser.ts";
import { groups } from "./testing/groups.ts";
import { deployedStages, plainGroups, shares, type Share } from "./testing/post-deploy.ts";
import { runStages, type Stage } from "./testing/stages.ts";

/** The approach of `--only-separate`, an option that is older than `--only`. */
const seedSwitch = "separate";

interface Options {
  readonly only?: string;
  readonly onlySeparate?: boolean;
  readonly workload?: string;
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
    .exitOverride()
    .action(async (options: Options) => {
      code = await test(options, signal);
    });
  await program.parseAsync(args, { from: "user" });
  return code;
}

async function test({ only, onlySeparate, workload }: Options, signal: AbortSignal | undefined): Promise<number> {
  const chosen = onlySeparate ? seedSwitch : only;
  const approaches = approachesNamed(chosen?.split(",") ?? approachNames, "--only");
  const deployed = workload === undefined ? shares : [await wholeShare(workload)];
  const workshop = await prepare(defaultStack, signal);
  const { systems, toolchain } = workshop;
  const unmet = await unmetRequirements(approaches, systems.of, toolchain.baseImage?.name ?? "");
  const postDeploy = deployedStages(approaches, deployed, unmet);
  const stages =
    chosen === undefined && workload === undefined
      ? [...checkStages, ...toolchainStages(workshop), await browserStage(signal), sideBySide, postDeploy, lab]
      : [postDeploy];
  return runStages(stages, { ...toolchain.env }, signal);
}

/** Every post-deploy test of a workload. */
async function wholeShare(name: string): Promise<Share> {
  const { name: workload } = await loadWorkload(name, ownWorkloads(projectRoot));
  return { workload, groups, plainGroups };
}

const sideBySide: Stage = { title: "side by side", mocha: ["test/deployed/side-by-side.test.ts"] };

/** A stage of its own, so that nothing else runs while it measures. */
const lab: Stage = { title: "lab", mocha: ["test/lab/**/*.test.ts"] };

/** Tests of the toolchain, and of faults. */
function toolchainStages({ toolchain }: Workshop): readonly Stage[] {
  const built = toolchain.pulumi?.origin === "built";
  // The builder's own settings: with others, Go would compile everything again, which takes minutes.
  const goTest = [
    "env",
    "CGO_ENABLED=0",
    "go",
    "-C",
    "toolchain/go/plugins",
    "test",
    "-trimpath",
    "-tags",
    "no_compose",
    "./...",
  ];
  const go: Stage = built
    ? { title: "go", command: goTest }
    : { title: "go", skipped: "Pulumi's own release is in use, so nothing was built from Go modules" };
  return [
    go,
    { title: "toolchain", mocha: ["test/toolchain/**/*.test.ts"] },
    { title: "setup", mocha: ["test/setup/**/*.test.ts"] },
    { title: "faults", mocha: ["test/faults/**/*.test.ts"] },
    { title: "data", mocha: ["test/data/**/*.test.ts"] },
  ];
}
