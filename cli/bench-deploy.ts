import { Command, InvalidArgumentError } from "commander";
import { runBench } from "../bench/run.ts";
import { reportText } from "../bench/text.ts";
import { dockerClient } from "../docker/client.ts";
import { preferredBaseImages } from "../stacks/base-images.ts";
import { projectName, projectRoot } from "../toolchain/environment.ts";
import { ensureToolchain } from "../toolchain/setup.ts";

interface Options {
  readonly rounds: number;
  readonly json?: boolean;
  readonly profile: boolean;
}

/** Measures how long deploying takes, beside docker compose and the engine alone. */
export async function main(args: string[], signal?: AbortSignal): Promise<number> {
  const program = new Command("npm run bench:deploy --")
    .description(
      "Deploys the same two services with Pulumi, with docker compose and with the engine's API alone, in interleaved rounds, " +
        "and prints medians, spreads and ratios.\nA benchmark, never a test: a missed target is stated and fails nothing. " +
        "What you have deployed is left alone.",
    )
    .option("--rounds <number>", "how often each is measured", wholeNumber, 5)
    .option("--no-profile", "leave out where Pulumi's time goes, step by step")
    .option("--json", "print everything that was found, with every sample, as JSON")
    .exitOverride()
    .action(async ({ rounds, json, profile }: Options) => {
      const toolchain = await ensureToolchain({ baseImage: { candidates: preferredBaseImages }, signal });
      if (toolchain.engine === undefined) throw new Error("the toolchain was set up without an engine");
      const docker = dockerClient(toolchain.engine.endpoint);
      const request = { project: projectRoot, projectName, toolchain, docker, rounds, profile };
      const report = await runBench(request, signal ?? new AbortController().signal);
      process.stdout.write(json === true ? `${JSON.stringify(report, null, 2)}\n` : reportText(report));
    });
  await program.parseAsync(args, { from: "user" });
  return 0;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 100) return number;
  throw new InvalidArgumentError("A whole number from 1 to 100 is allowed.");
}
