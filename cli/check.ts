import { Command } from "commander";
import { runStages, type Together } from "./testing/stages.ts";

/**
 * Stages that need neither Docker nor Pulumi. The unit tests mostly wait for programs that they start: the tools run beside them, one after
 * another.
 */
export const checks: Together = {
  title: "check",
  together: [
    { title: "unit", mocha: ["test/unit/**/*.test.ts"] },
    { title: "types", command: ["tsc"] },
    { title: "format", command: ["prettier", "--check", "--log-level", "warn", "."] },
    { title: "lint", command: ["eslint", "--max-warnings", "0", "."] },
    { title: "unused", command: ["knip"] },
  ],
  atOnce: 2,
};

/** Types, format, lint, unused code and unit tests. */
export async function main(args: string[], signal?: AbortSignal): Promise<number> {
  let code = 0;
  const program = new Command("npm run check --")
    .description("Types, format, lint, unused code and unit tests. Needs no Docker and no Pulumi.")
    .exitOverride()
    .action(async () => {
      code = await runStages([checks], {}, signal);
    });
  await program.parseAsync(args, { from: "user" });
  return code;
}
