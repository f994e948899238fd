import { lossLines, type Loss } from "../../errors/loss.ts";
import type { Ejectable } from "./ejectable.ts";
import { containerUnit } from "./quadlet-container.ts";
import { networkUnits, volumeUnits } from "./quadlet-networks.ts";
import { raw, unit, type EjectedFile } from "./quadlet-unit.ts";

export interface Ejected {
  readonly files: readonly EjectedFile[];
  readonly losses: readonly Loss[];
}

/**
 * The same deployment as units of podman's Quadlet (podman 5): a unit for each container, network, volume and image.
 * @param contextRoot folder that all files were written into, as systemd has it
 */
export function quadletFiles(plan: Ejectable, contextRoot: string): Ejected {
  const { rendering, images } = plan;
  const losses: Loss[] = [];
  const containers = rendering.containers.map((container) => containerUnit(container, plan, contextRoot, losses));
  const networks = rendering.networks.flatMap((network) => networkUnits(network, plan, losses));
  const volumes = rendering.volumes.flatMap((volume) => volumeUnits(volume, plan, losses));
  const builds = images.map(({ name, reference, context }) =>
    unit(`${name}.build`, [
      [
        "Build",
        [
          ["ImageTag", raw(reference)],
          ["SetWorkingDirectory", `${contextRoot}/${context}`],
          ["File", "Dockerfile"],
        ],
      ],
    ]),
  );
  const head = lossLines(losses)
    .map((line) => `# ${line}\n`)
    .join("");
  const files = [...containers, ...networks, ...volumes, ...builds];
  return { files: files.map(({ name, content }) => ({ name, content: `${head}${content}` })), losses };
}
