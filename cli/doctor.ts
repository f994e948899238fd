import { Command } from "commander";
import { preferredBaseImages } from "../stacks/base-images.ts";
import { examine } from "../toolchain/doctor/examine.ts";
import { formatFindings } from "../toolchain/doctor/finding.ts";

/** Says what this host offers and lacks, and what to do. */
export async function main(args: string[]): Promise<number> {
  let exitCode = 0;
  const program = new Command("npm run doctor --")
    .description(
      "What this host offers and lacks, each with what to do. Changes nothing.\n" +
        "ok: fine. warn: deploying works, or set-up will see to it. lack: deploying cannot work; the exit code is 1.",
    )
    .option("--json", "print JSON")
    .exitOverride()
    .action(async ({ json }: { json?: boolean }) => {
      const findings = await examine({ candidates: preferredBaseImages });
      const colour = process.stdout.isTTY && !process.env.NO_COLOR;
      process.stdout.write(
        json === true ? `${JSON.stringify(findings, undefined, 2)}\n` : formatFindings(findings, colour),
      );
      exitCode = findings.some(({ status }) => status === "lack") ? 1 : 0;
    });
  await program.parseAsync(args, { from: "user" });
  return exitCode;
}
