import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DockerClient } from "../../../docker/client.ts";
import { baseWithPackages, dockerfile } from "../../../stacks/rendering/dockerfile.ts";
import { labelPrefix } from "../../../stacks/rendering/labels.ts";
import { baseImageOf } from "../../support/engine.ts";
import type { Bench } from "./bench.ts";

const packages = ["apache2-utils", "hey", "libcap2-bin", "smem", "systemd", "wrk"];

/** Programs of other people that measure what the lab measures. */
export interface OtherTools {
  /** Runs one in the host's namespaces of processes, network and cgroups. @returns what it printed */
  run(...words: readonly string[]): Promise<string>;
}

/** @returns the tools in a container of the bench, or why they cannot be had here */
export async function openOtherTools(bench: Bench): Promise<OtherTools | string> {
  const image = await imageWithTools(bench.docker);
  if (typeof image !== "string") return `no image with ${packages.join(", ")}: ${image.reason}`;
  const namespaces = [
    "--pid",
    "host",
    "--network",
    "host",
    "--privileged",
    "--volume",
    "/sys/fs/cgroup:/sys/fs/cgroup:ro",
  ];
  const container = await bench.makeFrom(image, ["run", "--detach", "--init", ...namespaces], "sleep", "600");
  return {
    run: (...words) => bench.docker.run(["exec", container, ...words], { signal: bench.signal }),
  };
}

async function imageWithTools(docker: DockerClient): Promise<string | { readonly reason: string }> {
  const folder = await mkdtemp(join(tmpdir(), "container-approaches-tools-"));
  try {
    await writeFile(join(folder, "Dockerfile"), dockerfile(baseWithPackages(await baseImageOf(docker), packages)));
    const tag = `${labelPrefix}/lab-other-tools`;
    const label = `${labelPrefix}.cache=lab-other-tools`;
    const built = await docker.attempt(["build", "--quiet", "--label", label, "--tag", tag, folder]);
    return built.exitCode === 0 ? tag : { reason: built.stderr };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
