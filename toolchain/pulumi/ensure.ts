import { existsSync } from "node:fs";
import { versions } from "../versions.ts";
import type { Work } from "../work.ts";
import { buildPulumi, findBuilt, installPlugin } from "./built.ts";
import { pluginFile, type Pulumi } from "./distribution.ts";
import { downloadPulumi, findDownloaded } from "./download.ts";
import { asReady, findUserPulumi, installUserPlugins, mayInstallPlugins } from "./user.ts";

/** @returns a Pulumi that is ready to use, without downloading or building one */
export async function findPulumi(userHome: string | undefined): Promise<Pulumi | undefined> {
  const user = await findUserPulumi();
  const own = asReady(user);
  if (own !== undefined) return own;
  if (await mayInstallPlugins(user)) return undefined;
  const found = (await findDownloaded()) ?? (await findBuilt());
  return found !== undefined && lackingIn(found, userHome).length === 0 ? found : undefined;
}

/**
 * The user's own Pulumi if it can be used, else the vendor's download, else one built here.
 * @param userHome the user's PULUMI_HOME, if set: the plugins must be there then
 */
export async function obtainPulumi(work: Work, userHome: string | undefined): Promise<Pulumi> {
  const user = await findUserPulumi();
  const own = asReady(user);
  if (own !== undefined) return own;
  if (user !== undefined && (await mayInstallPlugins(user))) {
    const completed = await installUserPlugins(work, user);
    if (completed !== undefined) return completed;
  }
  const found =
    (await findDownloaded()) ?? (await findBuilt()) ?? (await downloadPulumi(work)) ?? (await buildPulumi(work));
  for (const plugin of lackingIn(found, userHome)) {
    work.update(`installs the plugin ${plugin.name} into PULUMI_HOME`);
    const file = pluginFile(found.home ?? "", plugin.name, plugin.version);
    await installPlugin(work, found.command, userHome ?? "", { ...plugin, file });
  }
  return found;
}

function lackingIn(found: Pulumi, userHome: string | undefined) {
  if (userHome === undefined || found.home === undefined) return [];
  return versions.pulumi.plugins.filter(({ name, version }) => !existsSync(pluginFile(userHome, name, version)));
}
