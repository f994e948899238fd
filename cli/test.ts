import { Command } from "commander";
import { approachNames, approachesNamed } from "../stacks/approaches.ts";
import { checkStages } from "./check.ts";
import { prepare, type Workshop } from "./stack/prepare.ts";
import { runStages, type Stage } from "./testing/stages.ts";

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
  const chosen = onlySeparate ? "separate" : only;
  const names = chosen === undefined ? approachNames : chosen.split(",");
  approachesNamed(names, "--only");
  const workshop = await prepare("separate", signal);
  const deployed: Stage = { title: "deployed", mocha: ["test/deployed/*.test.ts"] };
  const stages = chosen === undefined ? [...checkStages, ...toolchainStages(workshop), deployed] : [deployed];
  return runStages(stages, { ...workshop.toolchain.env, CONTAINER_APPROACHES_UNDER_TEST: names.join(",") }, signal);
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
