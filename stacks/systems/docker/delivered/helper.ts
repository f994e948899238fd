import { hostMemory } from "../../../delivery/paths.ts";
import { labelPrefix } from "../../../rendering/labels.ts";
import type { Owner } from "../../contract.ts";

/** Where the helper has the host's memory and volumes. */
export const inHelper = { memory: "/host/shm", volumes: "/host/volumes" } as const;

/**
 * Arguments of `docker`, up to the image, that run a helper container as root on Docker's host, which can be another machine. It has an
 * owner's labels: one that a kill leaves is removed like everything else.
 * @param volumes that it needs, besides the host's memory
 */
export function helperArgs({ instance, stack }: Owner, volumes: readonly string[]): string[] {
  const labels = { instance, ...(stack === undefined ? {} : { stack }) };
  return [
    ...["run", "--rm", "--interactive", "--network", "none", "--read-only", "--user", "0:0", "--entrypoint", ""],
    ...["--log-driver", "none", "--security-opt", "no-new-privileges", "--pids-limit", "64", "--memory", "64m"],
    // It reads and replaces files of all users.
    ...["--cap-drop", "ALL", "--cap-add", "CHOWN", "--cap-add", "DAC_OVERRIDE"],
    ...Object.entries(labels).flatMap(([name, value]) => ["--label", `${labelPrefix}.${name}=${value}`]),
    ...["--volume", `${hostMemory}:${inHelper.memory}`],
    ...volumes.flatMap((volume) => ["--volume", `${volume}:${inHelper.volumes}/${volume}`]),
  ];
}

/** The command that removes folders of `hostMemory`, and those above that are empty then. @param folders paths below it */
export function removingCommand(folders: readonly string[]): readonly string[] {
  const script =
    'cd "$1" && shift && for folder do rm -rf -- "$folder" && rmdir --parents --ignore-fail-on-non-empty -- "${folder%/*}" 2>/dev/null; done; true';
  return ["/bin/sh", "-c", script, "remove", inHelper.memory, ...folders];
}
