import { UserError } from "../../errors/user-error.ts";
import { canInstallPackages, installPackages } from "../host/apt.ts";
import { onPath } from "../host/programs.ts";
import type { Work } from "../work.ts";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const debianPackage = "chromium";

/** A browser's executable, or why there is none. */
export type Browser = { readonly path: string } | { readonly unavailable: string };

/** Finds the browser that the report is tested in: the user's, else the distribution's, which is installed if possible. */
export async function ensureBrowser(work: Work): Promise<Browser> {
  const present = await browserOnPath();
  if (present !== undefined) return { path: present };
  if (!(await canInstallPackages()))
    return { unavailable: `none of ${names.join(", ")} is on PATH, and packages cannot be installed by this user` };
  try {
    await installPackages(work, [debianPackage]);
  } catch (error) {
    // Without the package mirror all other tests can still run.
    if (!(error instanceof UserError)) throw error;
    return { unavailable: error.parts.found };
  }
  const installed = await browserOnPath();
  return installed === undefined
    ? { unavailable: `the package ${debianPackage} has no program of that name` }
    : { path: installed };
}

async function browserOnPath(): Promise<string | undefined> {
  for (const name of names) {
    const found = await onPath(name);
    if (found !== undefined) return found;
  }
  return undefined;
}
