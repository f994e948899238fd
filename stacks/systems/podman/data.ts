import { helpersHere } from "../../commanded/helpers.ts";
import type { Scope, VolumePlan } from "../../contract.ts";
import { volumeLabels } from "../../rendering/labels.ts";
import { checkOwner } from "../../volume-data/ownership.ts";
import { dataRoom } from "../../volume-data/room.ts";
import type { Owner } from "../contract.ts";
import type { DataRoom, StoredVolume } from "../data-room.ts";
import type { PodmanClient } from "./client.ts";
import { everythingOf, storedIn } from "./look.ts";
import { everythingFor } from "./traces.ts";
import { labelWords } from "./words.ts";

/** The volumes of a stack, which are folders of this machine. */
export function podmanData(podman: PodmanClient, owner: Required<Owner>): DataRoom {
  const volumes = async (): Promise<StoredVolume[]> => storedIn(await everythingFor(podman, owner.instance), owner);
  const here = helpersHere("podman", owner, async () => {
    const { volumes: all } = await everythingOf(podman);
    return new Map(all.map(({ Name, Mountpoint }) => [Name, Mountpoint]));
  });
  return dataRoom(here.place, {
    volumes,
    create: (scope, plans) => create(podman, scope, plans),
    async remove(names) {
      if (names.length > 0) await podman.run(["volume", "rm", ...names]);
    },
    endHelpers: () => here.end(),
  });
}

async function create(podman: PodmanClient, scope: Scope, plans: readonly VolumePlan[]): Promise<string[]> {
  const { volumes } = await everythingOf(podman);
  const missing = plans.filter((plan) => {
    const found = volumes.find(({ Name }) => Name === plan.fullName);
    if (found === undefined) return true;
    checkOwner(plan.fullName, found.Labels, volumeLabels(scope, plan), "podman");
    return false;
  });
  for (const plan of missing)
    await podman.run(["volume", "create", ...labelWords(volumeLabels(scope, plan)), plan.fullName]);
  return missing.map(({ fullName }) => fullName);
}
