import { execa } from "execa";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { UserError } from "../../errors/user-error.ts";
import type { SystemTools } from "../systems/contract.ts";
import { lackingControllers } from "./local.ts";

/** Folders of programs that a user's PATH may lack. */
const systemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/lib/qemu", "/usr/libexec"];

/** Whether a system's guests have a kernel on this machine, or need none. */
export async function hasGuest({ guest }: Pick<SystemTools, "guest">): Promise<boolean> {
  if (guest === undefined) return true;
  const files = ["vmlinuz", "initramfs", "accelerator", "pace"].map((name) => access(join(guest.folder, name)));
  return (await Promise.allSettled(files)).every(({ status }) => status === "fulfilled");
}

/** Programs of a system that this machine does not have. */
export async function missingPrograms({ programs }: Pick<SystemTools, "programs">): Promise<readonly string[]> {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...systemFolders].filter((one) => isAbsolute(one));
  const found = await Promise.all(
    programs.map(async (program) => {
      const there = await Promise.all(folders.map((folder) => isExecutable(join(folder, program))));
      return there.includes(true);
    }),
  );
  return programs.filter((_, index) => found[index] !== true);
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Why this user cannot use a system on this machine; undefined if nothing is missing. */
export async function toolsLack(tools: SystemTools): Promise<string | undefined> {
  if (process.platform !== "linux") return `it runs on Linux, and this is ${process.platform}`;
  if (tools.root && process.getuid?.() !== 0) return "only root can make its containers here";
  const unfit = await tools.unfit?.();
  if (unfit !== undefined) return unfit.reason;
  const missing = await missingPrograms(tools);
  if (missing.length > 0) return `${missing.join(", ")} is missing`;
  const controllers = await lackingControllers(tools.controllers ?? []);
  if (controllers.length > 0) return `this machine's cgroups have no controller ${controllers.join(", ")}`;
  const old = await tooOld(tools);
  if (old !== undefined) return old;
  return (await hasGuest(tools)) ? undefined : "its guests have no kernel here yet";
}

async function tooOld({ version: [program, ...args], oldest }: SystemTools): Promise<string | undefined> {
  if (oldest === undefined) return undefined;
  const { stdout } = await execa(program, args, { reject: false });
  return isOlder(stdout, oldest) ? `${stdout.split("\n")[0]} is too old: ${oldest} or newer is needed` : undefined;
}

/** @param printed text with a version in it, such as `podman version 4.3.1`; one without is not older. Pure. */
export function isOlder(printed: string, oldest: string): boolean {
  const [, found] = /(\d+(?:\.\d+)+)/.exec(printed) ?? [];
  if (found === undefined) return false;
  const [here, wanted] = [found, oldest].map((text) => text.split(".").map(Number));
  const [major = 0, minor = 0] = here ?? [];
  const [oldestMajor = 0, oldestMinor = 0] = wanted ?? [];
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}

/** @throws UserError if this user cannot use a system on this machine, with what to do */
export async function checkTools(system: string, tools: SystemTools): Promise<void> {
  const lack = await toolsLack(tools);
  if (lack === undefined) return;
  const found = `The system ${system} cannot be used: ${lack}.`;
  const unfit = await tools.unfit?.();
  if (unfit?.reason === lack) throw new UserError({ found, allowed: unfit.allowed, remedy: unfit.remedy });
  const isComplete = (await missingPrograms(tools)).length === 0;
  throw new UserError({
    found,
    allowed: `Linux, root, and ${tools.programs.join(", ")}`,
    remedy: isComplete
      ? "choose an approach that npm run doctor shows as usable here; what only root can make: as root, npm run up -- STACK"
      : `on Debian and Ubuntu, as root: apt-get install --no-install-recommends ${tools.packages.join(" ")}`,
  });
}
