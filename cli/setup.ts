import { Command } from "commander";
import { preferredBaseImages } from "../stacks/base-images.ts";
import { stackNames } from "../stacks/stack-names.ts";
import { ensureToolchain } from "../toolchain/setup.ts";
import { ensureStacks } from "../toolchain/stacks.ts";

/** Gets everything that deploying needs. */
export async function main(args: string[], signal?: AbortSignal): Promise<number> {
  const program = new Command("npm run setup --")
    .description(
      "Finds or gets everything that deploying needs: Pulumi and its plugins, a Docker engine, the base image.\n" +
        "Changes nothing where all is there. The commands up, test and ./pulumiw do the same by themselves.",
    )
    .option("--base-image <name>", "the image to build on, instead of ubuntu:22.04 or a Debian built here")
    .exitOverride()
    .action(async ({ baseImage }: { baseImage?: string }) => {
      const toolchain = await ensureToolchain({
        baseImage: { override: baseImage, candidates: preferredBaseImages },
        signal,
        announce: true,
      });
      await ensureStacks(stackNames, toolchain);
    });
  await program.parseAsync(args, { from: "user" });
  return 0;
}
