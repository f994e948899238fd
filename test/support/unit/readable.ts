import { stringify } from "yaml";
import type { Workload } from "../../../services/contract.ts";
import type { ImagePlan, Rendering } from "../../../stacks/contract.ts";
import type { Tree } from "./goldens.ts";

/** A rendering as files that people read in a review. */
export function readable(rendering: Rendering, workload: Workload): Tree {
  const { images, units, networks, volumes, control, warnings } = rendering;
  return {
    ...(Object.assign({}, ...images.map((image) => imageFiles(image, workload))) as Tree),
    "units.yaml": yaml(units),
    "networks.yaml": yaml(networks),
    "volumes.yaml": yaml(volumes),
    "control.yaml": yaml(control),
    "warnings.yaml": yaml(warnings),
  };
}

/** Sources of the workload are named and not copied: only what the approach makes of them is its own. */
function imageFiles({ name, dockerfile, files }: ImagePlan, workload: Workload): Tree {
  const sources = new Set(workload.services.flatMap((service) => service.files).map(({ content }) => content));
  const listed = files.map(({ path, content, mode }) => ({
    path,
    mode: mode.toString(8).padStart(4, "0"),
    from: sources.has(content) ? "the workload" : "the rendering",
  }));
  const written = files.filter(({ content }) => !sources.has(content));
  return {
    [`images/${name}/Dockerfile`]: dockerfile,
    [`images/${name}/files.yaml`]: yaml(listed),
    ...Object.fromEntries(written.map(({ path, content }) => [`images/${name}/${path}`, content])),
  };
}

function yaml(value: unknown): string {
  return stringify(value, { sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false });
}
