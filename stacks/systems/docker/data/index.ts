import type { DockerClient } from "../../../../docker/client.ts";
import { UserError } from "../../../../errors/user-error.ts";
import { labelPrefix } from "../../../rendering/labels.ts";
import type { Owner } from "../../contract.ts";
import type { DataRoom, Recovered, VolumeMeasure } from "../../data-room.ts";
import { readVolume, stageVolume } from "./copying.ts";
import { helperLabel, runHelper, type HelperPlace } from "./helper.ts";
import { createVolumes, storedVolumes } from "./stored.ts";

/** The volumes of a stack, on a Docker daemon. */
export function dockerData(docker: DockerClient, owner: Required<Owner>, image: string): DataRoom {
  const place: HelperPlace = { docker, owner, image };
  return {
    volumes: () => storedVolumes(docker, owner),
    measure: (volumes) => measure(place, volumes),
    create: (scope, plans) => createVolumes(docker, scope, plans),
    async remove(volumes) {
      if (volumes.length > 0) await docker.run(["volume", "rm", ...volumes]);
    },
    read: (volume, write, watch) => readVolume(place, volume, write, watch),
    stage: (content, bytes, watch) => stageVolume(place, content, bytes, watch),
    async commit(transaction, volumes) {
      return (await runHelper(place, { verb: "commit", volumes, words: [transaction] })).exitCode === 0;
    },
    recover: () => recover(place),
  };
}

/** A helper container that has not done its work. */
function failed(what: string, complaint: string): UserError {
  return new UserError({
    found: `Of the stack's data, ${what}: ${complaint}`,
    remedy: "npm run doctor says whether Docker works; the same command again repairs what was interrupted",
  });
}

async function measure(place: HelperPlace, volumes: readonly string[]): Promise<VolumeMeasure[]> {
  if (volumes.length === 0) return [];
  const { exitCode, lines, complaint } = await runHelper(place, { verb: "measure", volumes });
  if (exitCode !== 0) throw failed("the volumes could not be measured", complaint);
  const found = new Map(lines.map((line) => [line.split(" ")[0], measureFrom(line)]));
  return volumes.map((volume) => {
    const one = found.get(volume);
    if (one === undefined) throw new Error(`the volume ${volume} was not measured: ${lines.join("; ")}`);
    return one;
  });
}

/** @param line what volumes.sh prints: name, bytes, entries, uid, gid, mode, device, free blocks, bytes of a block */
export function measureFrom(line: string): VolumeMeasure {
  const [, bytes, entries, uid, gid, mode = "", disk = "", blocks, size] = line.split(" ");
  return {
    bytes: Number(bytes),
    entries: Number(entries),
    owner: { uid: Number(uid), gid: Number(gid) },
    mode: Number.parseInt(mode, 8),
    disk,
    freeBytes: Number(blocks) * Number(size),
  };
}

async function recover(place: HelperPlace): Promise<Recovered> {
  const { docker, owner } = place;
  const labels = [`${labelPrefix}.instance=${owner.instance}`, `${labelPrefix}.stack=${owner.stack}`, helperLabel];
  const filters = labels.flatMap((one) => ["--filter", `label=${one}`]);
  const [left, volumes] = await Promise.all([
    docker.run(["ps", "--all", "--quiet", ...filters]),
    storedVolumes(docker, owner),
  ]);
  const ids = left.split("\n").filter(Boolean);
  // Each of its steps can be done again, so it may end at any moment. It may be gone by now.
  if (ids.length > 0) await docker.attempt(["rm", "--force", ...ids]);
  const ended = ids.length === 0 ? [] : [`ended ${ids.length} helper containers of a killed command`];
  if (volumes.length === 0) return { finished: [], lines: ended };
  const names = volumes.map(({ fullName }) => fullName);
  const { exitCode, lines, complaint } = await runHelper(place, { verb: "recover", volumes: names });
  if (exitCode !== 0) throw failed("an interrupted restore could not be repaired", complaint);
  const done = lines.map((line) => line.split(" "));
  return {
    finished: [...new Set(done.filter(([what]) => what === "finished").map(([, , transaction = ""]) => transaction))],
    lines: [...ended, ...done.map(([what = "", volume = ""]) => repairLine(what, volume))],
  };
}

function repairLine(what: string, volume: string): string {
  return what === "finished"
    ? `finished the interrupted restore of the volume ${volume}`
    : `took back the interrupted restore of the volume ${volume}: its data is the old one`;
}
