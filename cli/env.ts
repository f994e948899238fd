import { Command } from "commander";
import path from "node:path";
import { preferredBaseImages } from "../stacks/base-images.ts";
import { stackNames } from "../stacks/stack-names.ts";
import { ensureToolchain } from "../toolchain/setup.ts";
import { exportLines } from "../toolchain/shell-env.ts";
import { ensureStacks } from "../toolchain/stacks.ts";

/** Prints the environment for a plain `pulumi`, as shell code; `--quiet` only prepares it. */
export async function main(args: string[], signal?: AbortSignal): Promise<number> {
  const program = new Command("./pulumiw env")
    .description('Prints the environment for plain pulumi commands, as shell code: eval "$(./pulumiw env)"')
    .option("--quiet", "print nothing; only run setup")
    .exitOverride()
    .action(async ({ quiet }: { quiet?: boolean }) => {
      const toolchain = await ensureToolchain({ baseImage: { candidates: preferredBaseImages }, signal });
      await ensureStacks(stackNames, toolchain);
      const { pulumi, env } = toolchain;
      const folder = pulumi === undefined || pulumi.origin === "user" ? undefined : path.dirname(pulumi.command);
      if (quiet !== true) process.stdout.write(exportLines(env, folder));
    });
  await program.parseAsync(args, { from: "user" });
  return 0;
}
