import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { failureIn } from "../../stacks/build-log.ts";

/**
 * What images' builds that failed have printed at last: Pulumi tells only their exit code.
 * @param folder with the logs of builds
 * @param since milliseconds since 1970: older logs are of earlier deployments
 * @returns lines, with the log's path before each build's
 */
export async function failedBuilds(folder: string, since: number): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  const found = await Promise.all(
    names.sort().map(async (name) => {
      const log = join(folder, name);
      if ((await stat(log)).mtimeMs < since) return [];
      const lines = failureIn(await readFile(log, "utf8"));
      return lines.length === 0 ? [] : [`a build has failed (${log}):`, ...lines.map((line) => `  ${line}`)];
    }),
  );
  return found.flat();
}
