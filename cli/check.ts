import { Command } from "commander";
import { runStages, type Stage } from "./testing/stages.ts";

/** Stages that need neither Docker nor Pulumi, the fastest first. */
export const checkStages: readonly Stage[] = [
  { title: "types", command: ["tsc"] },
  { title: "format", command: ["prettier", "--check", "--log-level", "warn", "."] },
  { title: "lint", command: ["eslint", "--max-warnings", "0", "."] },
  { title: "unused", command: ["knip"] },
  { title: "unit", mocha: ["test/unit/**/*.test.ts"] },
];

/** Types, format, lint, unused code and unit tests. */
export async function main(args: string[], signal?: AbortSignal): Promise<number> {
  let code = 0;
  const program = new Command("npm run check --")
    .description("Types, format, lint, unused code and unit tests. Needs no Docker and no Pulumi.")
    .exitOverride()
    .action(async () => {
      code = await runStages(checkStages, {}, signal);
    });
  await program.parseAsync(args, { from: "user" });
  return code;
}
