import { hasGuest, missingPrograms } from "../../stacks/commanded/tools.ts";
import type { System } from "../../stacks/systems/contract.ts";
import { ensureGuest } from "../../toolchain/guest/build.ts";
import { canInstallPackages, installPackages } from "../../toolchain/host/apt.ts";
import { runSteps } from "../../toolchain/progress/steps.ts";

/**
 * Installs the distribution's packages that systems need and this machine lacks, where it can, and makes the kernel of their guests. Says so first, and
 * does nothing for systems that are not named, nor for those that this machine cannot use, whatever is installed: that is an error of the plan.
 */
export async function ensureTools(systems: readonly System[], signal: AbortSignal | undefined): Promise<void> {
  const different = [...new Set(systems)];
  const until = signal ?? new AbortController().signal;
  await ensurePrograms(different, until);
  if (process.getuid?.() !== 0) return;
  for (const { name, tools } of different) {
    if (tools?.guest === undefined || (await missingPrograms(tools)).length > 0) continue;
    const { guest } = tools;
    if (!(await hasGuest(tools))) process.stderr.write(`setup: the system ${name} needs a kernel for its guests\n`);
    await runSteps([{ title: `${name}: kernel`, run: (work) => ensureGuest(work, guest) }], until);
  }
}

async function ensurePrograms(systems: readonly System[], signal: AbortSignal): Promise<void> {
  const lacking: { readonly system: System; readonly packages: readonly string[] }[] = [];
  for (const system of systems) {
    const { tools } = system;
    if (tools === undefined || (await tools.unfit?.()) !== undefined) continue;
    if ((await missingPrograms(tools)).length > 0) lacking.push({ system, packages: tools.packages });
  }
  if (lacking.length === 0 || !(await canInstallPackages())) return;
  for (const { system, packages } of lacking)
    process.stderr.write(
      `setup: the system ${system.name} needs packages of this distribution: ${packages.join(", ")}\n`,
    );
  const packages = [...new Set(lacking.flatMap((one) => one.packages))];
  const title = lacking.map(({ system }) => system.name).join(", ");
  await runSteps([{ title, run: (work) => installPackages(work, packages) }], signal);
}
