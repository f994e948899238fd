import { missingPrograms } from "../../stacks/commanded/tools.ts";
import type { System } from "../../stacks/systems/contract.ts";
import { canInstallPackages, installPackages } from "../../toolchain/host/apt.ts";
import { runSteps } from "../../toolchain/progress/steps.ts";

/**
 * Installs the distribution's packages that systems need and this machine lacks, where it can. Says so first, and does nothing for systems that are
 * not named: what is missing then is an error of the plan.
 */
export async function ensureTools(systems: readonly System[], signal: AbortSignal | undefined): Promise<void> {
  const lacking: { readonly system: System; readonly packages: readonly string[] }[] = [];
  for (const system of new Set(systems)) {
    const { tools } = system;
    if (tools !== undefined && (await missingPrograms(tools)).length > 0)
      lacking.push({ system, packages: tools.packages });
  }
  if (lacking.length === 0 || !(await canInstallPackages())) return;
  for (const { system, packages } of lacking)
    process.stderr.write(
      `setup: the system ${system.name} needs packages of this distribution: ${packages.join(", ")}\n`,
    );
  const packages = [...new Set(lacking.flatMap((one) => one.packages))];
  const title = lacking.map(({ system }) => system.name).join(", ");
  await runSteps([{ title, run: (work) => installPackages(work, packages) }], signal ?? new AbortController().signal);
}
