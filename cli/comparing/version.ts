import { execa } from "execa";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../../toolchain/environment.ts";
import { keptRuns } from "./options.ts";

/** Variable with the version of a copy that has no git. */
export const versionVariable = "CONTAINER_APPROACHES_VERSION";

/** The commit, with `+` if files other than kept runs were changed; without git what the variable says, else the version of the package. */
export async function projectVersion(): Promise<string> {
  const git = (...args: string[]) => execa("git", args, { cwd: projectRoot, reject: false });
  // A run that is kept writes there itself, and would look like another version when it is resumed.
  const changed = git("status", "--porcelain", "--", ".", `:(exclude)${keptRuns}`);
  const [commit, changes] = await Promise.all([git("rev-parse", "--short", "HEAD"), changed]);
  if (commit.exitCode === 0) return `${commit.stdout.trim()}${changes.stdout.trim() === "" ? "" : "+"}`;
  const told = process.env[versionVariable];
  if (told !== undefined) return told;
  const { version } = JSON.parse(await readFile(join(projectRoot, "package.json"), "utf8")) as { version: string };
  return version;
}
