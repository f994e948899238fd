import { UserError } from "../../errors/user-error.ts";
import type { DataRoom, Recovered, VolumeMeasure } from "../systems/data-room.ts";
import { readVolume, stageVolume } from "./copying.ts";
import { runHelper, type HelperPlace } from "./helper.ts";

/** What a system does itself. */
export interface Keeper extends Pick<DataRoom, "volumes" | "create" | "remove"> {
  /** Ends the helpers that a killed command has left running. @returns how many there were */
  endHelpers(): Promise<number>;
}

/** The volumes of a stack on a system that lets helpers work on them. */
export function dataRoom(place: HelperPlace, keeper: Keeper): DataRoom {
  const { volumes, create, remove } = keeper;
  return {
    volumes,
    create,
    remove,
    measure: (names) => measure(place, names),
    read: (volume, write, watch) => readVolume(place, volume, write, watch),
    stage: (content, bytes, watch) => stageVolume(place, content, bytes, watch),
    async commit(transaction, names) {
      return (await runHelper(place, { verb: "commit", volumes: names, words: [transaction] })).exitCode === 0;
    },
    recover: () => recover(place, keeper),
  };
}

/** A helper that has not done its work. */
function failed(what: string, complaint: string): UserError {
  return new UserError({
    found: `Of the stack's data, ${what}: ${complaint}`,
    remedy: "npm run doctor says whether the system works; the same command again repairs what was interrupted",
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

async function recover(place: HelperPlace, keeper: Keeper): Promise<Recovered> {
  const [left, volumes] = await Promise.all([keeper.endHelpers(), keeper.volumes()]);
  const ended = left === 0 ? [] : [`ended ${left} helpers of a killed command`];
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
