import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkArchive } from "../../cli/data/read-archive.ts";
import { baseImageOf, objectsOf, testEngine } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";
import { Lane, victims } from "./lane.ts";

const kills = 20;
/** Each with volumes of its own, at the same time. */
const laneCount = 4;
const names = ["archive", "store"];

describe("copying data, killed at any moment", function () {
  this.timeout(300_000);
  const instance = randomBytes(3).toString("hex");
  let folder: string;
  const lanes: Lane[] = [];
  /** Digests, by the backup with that data. */
  const digests = new Map<string, string>();

  before("make two backups of different data", async () => {
    const docker = await testEngine();
    const place = { docker, image: await baseImageOf(docker), instance };
    folder = await mkdtemp(join(tmpdir(), "container-approaches-kills-"));
    for (let lane = 0; lane < laneCount; lane += 1) lanes.push(await Lane.make(place, `lane${lane}`, names));
    const [first] = lanes;
    assert.ok(first);
    for (const data of ["old", "new"]) {
      await first.inside(fillScript(data));
      const file = join(folder, `${data}.tar`);
      await first.copies({ file, backup: await first.room.volumes() });
      digests.set(file, await first.digest());
    }
    assert.equal(new Set(digests.values()).size, 2);
  });

  after(async () => {
    for (const lane of lanes) await lane.remove();
    await rm(folder, { recursive: true, force: true });
    assert.deepEqual(await objectsOf(await testEngine(), instance), []);
  });

  it(`a restore at ${kills} moments: all old data or all new data, and nothing is left`, async () => {
    const found = (await Promise.all(lanes.map(killRestores))).flat();
    assert.equal(found.length, kills);
    const early = found.filter((one) => one.early).length;
    console.log(`        ${found.filter((one) => one.changed).length} with the new data; ${early} before its end`);
    assert.ok(early > 0, "no kill came before the end");
  });

  it(`a backup at ${kills} moments: a whole file or none, and the next one leaves nothing else`, async () => {
    const found = (await Promise.all(lanes.map(killBackups))).flat();
    assert.equal(found.length, kills);
    console.log(
      `        ${found.filter((one) => one.whole).length} whole; ${found.filter((one) => one.early).length} before its end`,
    );
    assert.ok(
      found.some((one) => one.early),
      "no kill came before the end",
    );
  });

  async function killRestores(lane: Lane, index: number) {
    const [one = "", other = ""] = digests.keys();
    const ms = await lane.copies(await lane.restoreOf(one));
    let holds = one;
    const found = [];
    for (const { fraction, victim } of momentsOf(index)) {
      const early = await lane.isKilled(await lane.restoreOf(holds === one ? other : one), fraction * ms, victim);
      await lane.room.recover();
      await noHelpers(lane);
      const now = await lane.digest();
      const data = [...digests].find(([, digest]) => digest === now)?.[0];
      assert.ok(data !== undefined, `the ${victim} was killed at ${fraction} of ${ms} ms, and then there was:\n${now}`);
      found.push({ early, changed: data !== holds });
      holds = data;
    }
    const last = holds === one ? other : one;
    await lane.copies(await lane.restoreOf(last));
    assert.equal(await lane.digest(), digests.get(last));
    return found;
  }

  async function killBackups(lane: Lane, index: number) {
    const at = await mkdtemp(join(folder, "backups-"));
    const file = join(at, "data.tar");
    const task = { file, backup: await lane.room.volumes() };
    const ms = await lane.copies(task);
    const before = await lane.digest();
    const found = [];
    for (const { fraction, victim } of momentsOf(index)) {
      await rm(file, { force: true });
      const early = await lane.isKilled(task, fraction * ms, victim);
      await lane.room.recover();
      await noHelpers(lane);
      const whole = existsSync(file);
      if (whole) assert.equal((await checkArchive(file, new AbortController().signal)).volumes.length, names.length);
      found.push({ early, whole });
    }
    await lane.copies(task);
    assert.deepEqual(await readdir(at), ["data.tar"]);
    assert.equal(await lane.digest(), before);
    return found;
  }
});

/** A docker run whose caller was killed may still create its container, which then ends by itself: its pipe is closed. */
async function noHelpers(lane: Lane): Promise<void> {
  const none = async () => {
    assert.deepEqual(await lane.helpers("--all"), []);
  };
  await eventually(none, { deadlineMs: 10_000, intervalMs: 100 });
}

/** The moments of a lane, spread over the whole duration together with those of the other lanes. */
function momentsOf(lane: number) {
  return Array.from({ length: kills / laneCount }, (_, index) => {
    const moment = index * laneCount + lane;
    return { fraction: (moment + 0.5) / kills, victim: victims[moment % victims.length] ?? "command" };
  });
}

/** Fills two volumes, so that copying takes a while. */
function fillScript(data: string): string {
  return [
    "set -e",
    "find . -mindepth 2 -delete",
    "for volume in 0 1; do",
    '  mkdir "$volume/folder"',
    `  for n in $(seq 200); do echo "${data} $volume $n" >"$volume/folder/$n"; done`,
    `  head -c 6000000 /dev/urandom >"$volume/random"; echo ${data} >"$volume/$(printf 'odd\\nname\\377')"`,
    `  echo ${data} >"$volume/only-${data}"; truncate -s 20M "$volume/sparse"; echo ${data} >>"$volume/sparse"`,
    '  chown -R 10041:20041 "$volume"; chmod 2770 "$volume"',
    "done",
  ].join("\n");
}
