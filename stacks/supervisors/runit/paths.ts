import type { Service } from "../../../services/contract.ts";
import type { ScratchMount } from "../../container-plan.ts";
import { scratchMount } from "../../rendering/isolation.ts";
import { loggerUser } from "../logger.ts";
import { ownFolder } from "../paths.ts";

/** The folder that `runsvdir` watches: a folder per service. */
export const servicesFolder = `${ownFolder}/sv`;

/** Where `runsv` keeps its state, because the root is read-only. */
export const stateFolder = "/run/runit";

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
