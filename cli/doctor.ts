import { Command } from "commander";
import { execa } from "execa";
import { UserError } from "../errors/user-error.ts";
import { approachNames, approachesNamed } from "../stacks/approaches.ts";
import { preferredBaseImages } from "../stacks/base-images.ts";
import { unmetRequirements } from "../stacks/requirements.ts";
import { openSystems } from "../stacks/systems.ts";
import { baseImageName } from "../toolchain/base-image/recipe.ts";
import { examine } from "../toolchain/doctor/examine.ts";
import { formatFindings, type Finding } from "../toolchain/doctor/finding.ts";

/** Prints what this host has and lacks, and what to do. */
export async function main(args: string[]): Promise<number> {
  let exitCode = 0;
  const program = new Command("npm run doctor --")
    .description(
      "Checks what this host has and lacks for deploying, and prints what to do. Changes nothing.\n" +
        "ok: fine. warn: deploying works, or setup repairs it. lack: deploying cannot work; the exit code is 1.",
    )
    .option("--json", "print JSON")
    .exitOverride()
    .action(async ({ json }: { json?: boolean }) => {
      const [host, systems, approaches] = await Promise.all([
        examine({ candidates: preferredBaseImages }),
        systemsFinding(),
        approachesFinding(),
      ]);
      const findings = [...host, ...systems, ...approaches];
      const colour = process.stdout.isTTY && !process.env.NO_COLOR;
      process.stdout.write(
        json === true ? `${JSON.stringify(findings, undefined, 2)}\n` : formatFindings(findings, colour),
      );
      exitCode = findings.some(({ status }) => status === "lack") ? 1 : 0;
    });
  await program.parseAsync(args, { from: "user" });
  return exitCode;
}

/** Systems beside the one that setup provides for all: their version, or why they cannot be used here. */
async function systemsFinding(): Promise<Finding[]> {
  const { all } = await openSystems();
  const findings = all.map(async ({ name, tools, lacksTools }): Promise<Finding[]> => {
    if (tools === undefined) return [];
    const area = `system ${name}`;
    const lack = await lacksTools?.();
    if (lack !== undefined) {
      const unfit = await tools.unfit?.();
      if (unfit?.reason === lack) return [{ area, status: "ok", found: `not used: ${lack}`, remedy: unfit.remedy }];
      const remedy = `only if you want it: npm run up with one of its approaches installs ${tools.packages.join(", ")} on Debian and Ubuntu, as root.`;
      return [{ area, status: "ok", found: `not used: ${lack}`, remedy }];
    }
    const [command, ...args] = tools.version;
    const { stdout } = await execa(command, args, { reject: false });
    return [{ area, status: "ok", found: stdout.split("\n")[0] ?? "" }];
  });
  return (await Promise.all(findings)).flat();
}

/** Approaches that can be deployed here. Tries it with a base image, so without one there is no finding. */
async function approachesFinding(): Promise<Finding[]> {
  const area = "approaches";
  const unmet = await unmetApproaches();
  if (unmet === undefined) return [];
  const refused = [...unmet].map(([name, reason]): Finding => {
    const remedy = "deploy another approach, or use another host.";
    return { area, status: "warn", found: `${name} cannot be deployed here: it ${reason}`, remedy };
  });
  const able = approachNames.length - refused.length;
  return [{ area, status: "ok", found: `${able} of ${approachNames.length} can be deployed here` }, ...refused];
}

/** @returns undefined if a system does not answer or has no base image yet: other findings report that */
async function unmetApproaches(): Promise<ReadonlyMap<string, string> | undefined> {
  const systems = await openSystems();
  const candidates = [...preferredBaseImages, baseImageName()];
  const approaches = approachesNamed(approachNames, "the registry");
  try {
    const [system] = systems.all;
    const image = await system?.baseImage(undefined, candidates, await system.look());
    return image === undefined ? undefined : await unmetRequirements(approaches, systems.of, image.name);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
