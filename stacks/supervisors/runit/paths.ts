import type { Service } from "../../../services/contract.ts";
import type { ScratchMount } from "../../container-plan.ts";
import { scratchMount } from "../../rendering/isolation.ts";
import { loggerUser } from "../logger.ts";
import { ownFolder } from "../paths.ts";

/** A folder per service. */
export const servicesFolder = `${ownFolder}/sv`;

/** Where `runsv` keeps its state, because the root is read-only. */
export const stateFolder = "/run/runit";

/** The folder that `runsvdir` watches: links to the folders of services. It can be written to, so that a service can be added. */
export const watchedFolder = `${stateFolder}/services`;

/** Line of sh that fills it. After a restart of the container it may still be there. */
export const linkServices = `mkdir -p ${watchedFolder} && ln -sf ${servicesFolder}/* ${watchedFolder}`;

/** Where `svlogd` has a folder per service. */
export const logsFolder = "/run/runit-logs";

export const runitScratch: readonly ScratchMount[] = [
  scratchMount(stateFolder, 1, 0o700),
  scratchMount(logsFolder, 1, 0o700, loggerUser),
];

/** Lines of a Dockerfile: `runsv` follows dangling links, and creates the folders that they point to. */
export function stateLinks(services: readonly Service[]): readonly string[] {
  const links = services.flatMap(({ name }) => [
    `ln -s ${stateFolder}/${name} ${servicesFolder}/${name}/supervise`,
    `ln -s ${stateFolder}/${name}.log ${servicesFolder}/${name}/log/supervise`,
  ]);
  return [`RUN ${links.join(" \\\n && ")}`];
}
