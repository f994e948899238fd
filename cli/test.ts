import { Command } from "commander";
import { approachNames, approachesNamed } from "../stacks/approaches.ts";
import type { Approach } from "../stacks/contract.ts";
import { grantingConfig, unmetRequirements } from "../stacks/requirements.ts";
import { defaultStack } from "../stacks/stack-names.ts";
import { checkStages } from "./check.ts";
import { prepare, type Workshop } from "./stack/prepare.ts";
import { browserStage } from "./testing/browser.ts";
import { runStages, type Stage, type Together } from "./testing/stages.ts";

/** What `--only-separate` means: the switch is older than the names of approaches as arguments. */
const seedSwitch = "separate";

interface Options {
  readonly only?: string;
  readonly onlySeparate?: boolean;
}

/** Runs the tests. */
export async function main(args: string[], signal?: AbortSignal): Promise<number> {
  let code = 0;
  const program = new Command("npm test --")
    .description(
      "Sets up what is missing, then runs every test: checks, unit tests, the toolchain's tests, faults, and the post-deploy tests\n" +
        "of every approach that this host can run. Deploys from copies of this checkout: your own stacks are left alone.",
    )
    .option("--only <names>", "only the post-deploy tests of these approaches, with commas between")
    .option("--only-separate", "the same as --only separate")
    .exitOverride()
    .action(async (options: Options) => {
      code = await test(options, signal);
    });
  await program.parseAsync(args, { from: "user" });
  return code;
}

async function test({ only, onlySeparate }: Options, signal: AbortSignal | undefined): Promise<number> {
  const chosen = onlySeparate ? seedSwitch : only;
  const names = chosen === undefined ? approachNames : chosen.split(",");
  const approaches = approachesNamed(names, "--only");
  const workshop = await prepare(defaultStack, signal);
  const deployed = await deployedStages(approaches, workshop);
  const stages =
    chosen === undefined
      ? [...checkStages, ...toolchainStages(workshop), await browserStage(signal), sideBySide, deployed, lab]
      : [deployed];
  return runStages(stages, { ...workshop.toolchain.env }, signal);
}

/** Deployments mostly wait: for polls, for grace periods, for health. Three keep two processors busy. */
const deploymentsAtOnce = 3;

const sideBySide: Stage = { title: "side by side", mocha: ["test/deployed/side-by-side.test.ts"] };

/** By itself: what it measures, it measures with nothing else going on. */
const lab: Stage = { title: "lab", mocha: ["test/lab/**/*.test.ts"] };

/** One stage per approach, each with a copy of the project and a state of its own. */
async function deployedStages(approaches: readonly Approach[], { systems, toolchain }: Workshop): Promise<Together> {
  const unmet = await unmetRequirements(approaches, systems.of, toolchain.baseImage?.name ?? "");
  const together = approaches.map((approach): Stage => {
    const { name } = approach;
    const reason = unmet.get(name);
    if (reason !== undefined) return { title: name, skipped: reason };
    const config = new URLSearchParams(grantingConfig(approach)).toString();
    const env = { CONTAINER_APPROACHES_UNDER_TEST: config === "" ? name : `${name}?${config}` };
    return { title: name, mocha: ["test/deployed/approaches.test.ts"], env };
  });
  return { title: "deployed", together, atOnce: deploymentsAtOnce };
}

/** What tests the tools that this host deploys with. */
function toolchainStages({ toolchain }: Workshop): readonly Stage[] {
  const built = toolchain.pulumi?.origin === "built";
  // With the builder's own settings: any other would compile everything once more, which takes minutes.
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
    : { title: "go", skipped: "the vendor's Pulumi is in use, so nothing was built from Go modules" };
  return [
    go,
    { title: "toolchain", mocha: ["test/toolchain/**/*.test.ts"] },
    { title: "setup", mocha: ["test/setup/**/*.test.ts"] },
    { title: "faults", mocha: ["test/faults/**/*.test.ts"] },
  ];
}
