import type { DockerClient } from "../../../../docker/client.ts";
import { labelPrefix } from "../../../rendering/labels.ts";
import { dataRoom } from "../../../volume-data/room.ts";
import type { Owner } from "../../contract.ts";
import type { DataRoom } from "../../data-room.ts";
import { helperContainers, helperLabel } from "./helper.ts";
import { createVolumes, storedVolumes } from "./stored.ts";

/** The volumes of a stack, on a Docker daemon. */
export function dockerData(docker: DockerClient, owner: Required<Owner>, image: string): DataRoom {
  return dataRoom(helperContainers({ docker, owner, image }), {
    volumes: () => storedVolumes(docker, owner),
    create: (scope, plans) => createVolumes(docker, scope, plans),
    async remove(volumes) {
      if (volumes.length > 0) await docker.run(["volume", "rm", ...volumes]);
    },
    async endHelpers() {
      const labels = [`${labelPrefix}.instance=${owner.instance}`, `${labelPrefix}.stack=${owner.stack}`, helperLabel];
      const filters = labels.flatMap((one) => ["--filter", `label=${one}`]);
      const ids = (await docker.run(["ps", "--all", "--quiet", ...filters])).split("\n").filter(Boolean);
      // Each of its steps can be done again, so it may end at any moment. It may be gone by now.
      if (ids.length > 0) await docker.attempt(["rm", "--force", ...ids]);
      return ids.length;
    },
  });
}
