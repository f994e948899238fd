import { Command } from "commander";
import { preferredBaseImages } from "../stacks/base-images.ts";
import { stackNames } from "../stacks/stack-names.ts";
import { ensureToolchain } from "../toolchain/setup.ts";
import { ensureStacks } from "../toolchain/stacks.ts";

/** Finds or gets what deploying needs. */
export async function main(args: string[], signal?: AbortSignal): Promise<number> {
  const program = new Command("npm run setup --")
    .description(
      "Finds or gets what deploying needs: Pulumi and its plugins, Docker, the base image.\n" +
        "Changes nothing if all is there. up, test, compare and ./pulumiw run setup first.",
    )
    .option("--base-image <name>", "the base image, instead of ubuntu:22.04 or a Debian built here")
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
