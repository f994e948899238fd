import { randomBytes } from "node:crypto";
import type { DockerClient } from "../../../../docker/client.ts";
import { labelPrefix } from "../../../rendering/labels.ts";
import { writes, type HelperPlace, type HelperVerb } from "../../../volume-data/helper.ts";
import type { Owner } from "../../contract.ts";

/** Label of helper containers; its value is the verb. */
export const helperLabel = `${labelPrefix}.helper`;

/** Where helper containers run, and of what. */
export interface HelperContainers {
  readonly docker: DockerClient;
  readonly owner: Required<Owner>;
  readonly image: string;
}

/** Of root: reads files of every user. */
const readingCapabilities = ["DAC_OVERRIDE"];
/** And writes them as they were: owner, mode with setgid, capabilities of programs, device nodes. */
const writingCapabilities = [...readingCapabilities, "CHOWN", "FOWNER", "FSETID", "SETFCAP", "MKNOD"];

/** A helper container for each job. It is no child of the process that starts it. */
export function helperContainers(containers: HelperContainers): HelperPlace {
  const { docker, owner } = containers;
  return {
    helper: "the helper container",
    launch({ verb, volumes }, shell) {
      const name = `ca-${owner.instance}-${owner.stack}-data-${randomBytes(4).toString("hex")}`;
      const [command = "docker", ...prefix] = docker.argv;
      return {
        argv: [command, ...prefix, ...helperArgs(verb, volumes, name, containers), ...shell],
        async remove() {
          // Before the container is created, there was only the client to end.
          await docker.attempt(["rm", "--force", name]);
        },
      };
    },
  };
}

/** Arguments of `docker run`, without the command of the container. Pure. */
export function helperArgs(
  verb: HelperVerb,
  volumes: readonly string[],
  name: string,
  { owner, image }: HelperContainers,
) {
  const capabilities = writes[verb] ? writingCapabilities : readingCapabilities;
  const readOnly = writes[verb] ? "" : ",readonly";
  return [
    ...["run", "--rm", "--pull", "never", "--name", name, "--user", "0:0", "--network", "none", "--read-only"],
    ...["--cap-drop", "ALL", ...capabilities.flatMap((one) => ["--cap-add", one])],
    ...["--security-opt", "no-new-privileges", "--tmpfs", "/tmp"],
    // A log driver would write everything that is read to the host's disk.
    ...["--log-driver", "none", "--interactive"],
    ...["--label", `${labelPrefix}.instance=${owner.instance}`, "--label", `${labelPrefix}.stack=${owner.stack}`],
    ...["--label", `${helperLabel}=${verb}`],
    // Without nocopy, Docker would fill an empty volume with what the image has at that path.
    ...volumes.flatMap((volume) => [
      "--mount",
      `type=volume,source=${volume},target=/volumes/${volume},volume-nocopy${readOnly}`,
    ]),
    ...["--entrypoint", "/bin/sh", image],
  ];
}
