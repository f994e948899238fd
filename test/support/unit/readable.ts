import { createHash } from "node:crypto";
import { stringify } from "yaml";
import type { Workload } from "../../../services/contract.ts";
import type { ContainerPlan } from "../../../stacks/container-plan.ts";
import type { ContextFile, Rendering } from "../../../stacks/contract.ts";
import type { Tree } from "./goldens.ts";
import { textOf } from "./text-of.ts";

/** A rendering as files that people read in a review: all of it. */
export function readable(rendering: Rendering, workload: Workload): Tree {
  const { images, containers, networks, volumes, services, verifications = [], warnings } = rendering;
  return {
    ...(Object.assign({}, ...images.map((image) => imageFiles(image, workload))) as Tree),
    "containers.yaml": yaml(containers),
    "deployment.yaml": yaml({ networks, services, verifications, volumes }),
    ...listed("warnings.yaml", warnings),
  };
}

/** A rendering in one file: its containers with their main facts, its warnings, and its files by path and hash. */
export function summarized({ images, containers, warnings }: Rendering): string {
  return yaml({
    containers: containers.map(mainFacts),
    files: Object.fromEntries(
      images.map(({ name, dockerfile, files }) => [
        name,
        Object.fromEntries([["Dockerfile", hashOf(dockerfile)], ...files.map((file) => [file.path, hashOf(file)])]),
      ]),
    ),
    warnings,
  });
}

function mainFacts({ name, process, identity, mounts, attachments, health, stop }: ContainerPlan) {
  const { networks, joins, publishes } = attachments;
  return {
    name,
    command: process.command,
    user: `${identity.uid}:${identity.gid}`,
    mounts: mounts.map(({ kind, path }) => `${kind} ${path}`),
    networks: networks.map((network) => network.name),
    ...(joins === undefined ? {} : { joins: joins.container }),
    ...(publishes === undefined ? {} : { publishes }),
    ...(health === undefined ? {} : { startPeriodSeconds: health.startPeriodSeconds }),
    graceSeconds: stop.graceSeconds,
  };
}

/** A file's content and mode, short. */
function hashOf(file: string | ContextFile): string {
  const text = typeof file === "string" ? file : `${file.mode.toString(8)} ${textOf(file)}`;
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

/** A file for a list that has something in it. */
function listed(path: string, list: readonly unknown[]): Tree {
  return list.length === 0 ? {} : { [path]: yaml(list) };
}

/** Sources of the workload are named and not copied: only what the approach makes of them is its own. */
function imageFiles({ name, dockerfile, files }: Rendering["images"][number], workload: Workload): Tree {
  const sources = new Set(workload.services.flatMap((service) => service.files).map(({ content }) => content));
  const written = files.filter(({ content }) => !sources.has(content));
  return {
    [`images/${name}/Dockerfile`]: dockerfile,
    ...listed(
      `images/${name}/files.yaml`,
      files.map((file) => described(file, sources.has(file.content))),
    ),
    ...Object.fromEntries(written.map((file) => [`images/${name}/${file.path}`, textOf(file)])),
  };
}

function described({ path, mode }: ContextFile, ofWorkload: boolean): string {
  return `${mode.toString(8).padStart(4, "0")} ${path}${ofWorkload ? " (the workload's)" : ""}`;
}

function yaml(value: unknown): string {
  return stringify(value, { sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false });
}
