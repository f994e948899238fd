import type { Service } from "../../../services/contract.ts";
import type { ScratchMount } from "../../container-plan.ts";
import { scratchMount } from "../../rendering/isolation.ts";
import { loggerUser } from "../logger.ts";
import { ownFolder } from "../paths.ts";

/** What `runsvdir` runs: a folder per service. */
export const servicesFolder = `${ownFolder}/sv`;

/** Where `runsv` keeps its state, since the root may be read-only. */
const stateFolder = "/run/runit";

/** Where `svlogd` has its folder per service. */
export const logsFolder = "/run/runit-logs";

export const runitScratch: readonly ScratchMount[] = [
  scratchMount(stateFolder, 1, 0o700),
  scratchMount(logsFolder, 1, 0o700, loggerUser),
];

/** Lines of a Dockerfile: `runsv` follows links that lead nowhere yet, and makes the folders that they name. */
export function stateLinks(services: readonly Service[]): readonly string[] {
  const links = services.flatMap(({ name }) => [
    `ln -s ${stateFolder}/${name} ${servicesFolder}/${name}/supervise`,
    `ln -s ${stateFolder}/${name}.log ${servicesFolder}/${name}/log/supervise`,
  ]);
  return [`RUN ${links.join(" \\\n && ")}`];
}
