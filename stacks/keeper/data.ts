import { execa } from "execa";
import { readFile } from "node:fs/promises";
import { UserError } from "../../errors/user-error.ts";
import { helpersHere } from "../commanded/helpers.ts";
import type { Scope, VolumePlan } from "../contract.ts";
import { volumeLabels } from "../rendering/labels.ts";
import type { Owner } from "../systems/contract.ts";
import type { DataRoom } from "../systems/data-room.ts";
import { dataRoom } from "../volume-data/room.ts";
import { volumeFolder } from "./contract.ts";
import { dataFolders, storedOf } from "./look.ts";

const root = new URL("../..", import.meta.url).pathname;

/** The volumes of a stack, which are folders of this machine. */
export function keptData(system: string, owner: Required<Owner>): DataRoom {
  const here = helpersHere(system, owner, () => dataFolders(system));
  return dataRoom(here.place, {
    volumes: () => storedOf(system, owner),
    create: (scope, plans) => create(system, scope, plans),
    async remove(names) {
      for (const name of names) await execa("sh", ["stacks/keeper/drop.sh", volumeFolder(system, name)], { cwd: root });
    },
    endHelpers: () => here.end(),
  });
}

async function create(system: string, scope: Scope, plans: readonly VolumePlan[]): Promise<string[]> {
  const made: string[] = [];
  for (const plan of plans) {
    const folder = volumeFolder(system, plan.fullName);
    const wanted = Object.entries(volumeLabels(scope, plan))
      .map(([name, value]) => `${name}=${value}\n`)
      .join("");
    const found = await readFile(`${folder}/labels`, "utf8").catch(() => undefined);
    if (found !== undefined && found !== wanted) throw foreign(folder, found, wanted);
    if (found !== undefined) continue;
    await execa("sh", ["stacks/keeper/create-volume.sh", folder], {
      cwd: root,
      input: JSON.stringify({ labels: wanted }),
    });
    made.push(plan.fullName);
  }
  return made;
}

function foreign(folder: string, found: string, wanted: string): UserError {
  const lines = wanted.split("\n");
  const other = found.split("\n").find((line) => !lines.includes(line)) ?? "";
  return new UserError({
    found: `The volume ${folder} exists and belongs to something else: ${other}.`,
    allowed: wanted.trim().split("\n").join(", "),
    remedy: `inspect ${folder}; if it is not needed: rm -r ${folder}`,
  });
}
