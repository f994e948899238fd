import { execa } from "execa";
import assert from "node:assert/strict";
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fakeProgram, pathWith } from "../support/unit/fake-program.ts";

const script = resolve(import.meta.dirname, "../../stacks/volume-data/volumes.sh");
const transaction = "t1";
const volumes = ["one", "two"];
/** The first of a restore; the script's order is that of the alphabet. */
const coordinator = "two";
/** Restores that are killed at the same time. */
const atOnce = 4;

/** Programs whose every call is a moment. `mv` of several files moves one after another, each a moment of its own. */
const programs = ["mv", "sync", "tar", "rm", "find", "touch", "cp", "mkdir", "cat", "sed"];

describe("restoring, killed between any two steps", function () {
  this.timeout(120_000);
  let folder: string;
  let staged: string;
  let oldData: string;
  let newData: string;
  let path: string;

  before("stage a restore of two volumes", async () => {
    folder = await mkdtemp(join(tmpdir(), "container-approaches-killed-"));
    path = await writeFakes(join(folder, "bin"));
    const [old, fresh] = [join(folder, "old"), join(folder, "new")];
    for (const [volume, at] of volumes.entries()) {
      await fill(join(old, at), `old ${volume}`, ["kept", "gone"]);
      await fill(join(fresh, at), `new ${volume}`, ["kept", "come", "-n\nodd"]);
    }
    await chmod(join(fresh, "one"), 0o750);
    [oldData, newData] = await Promise.all([digestOf(old), digestOf(fresh)]);
    assert.notEqual(oldData, newData);
    staged = join(folder, "staged");
    await cp(old, staged, { recursive: true, preserveTimestamps: true });
    for (const volume of volumes) await stage(staged, fresh, volume);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Runs a verb; with a number, everything is killed at that moment. @returns moments that passed */
  async function run(at: string, words: readonly string[], killAt = 0): Promise<{ moments: number; killed: boolean }> {
    const scratch = await mkdtemp(join(folder, "scratch-"));
    const counter = join(scratch, "moments");
    await writeFile(counter, "0\n");
    const { exitCode, stderr } = await execa("sh", [script, ...words], {
      env: { VOLUMES_FOLDER: at, TMPDIR: scratch, PATH: pathWith(path), MOMENTS: counter, KILL_AT: String(killAt) },
      detached: true,
      reject: false,
    });
    const killed = exitCode === undefined;
    assert.ok(killed || exitCode === 0, stderr);
    return { moments: Number(await readFile(counter, "utf8")), killed };
  }

  async function copyOfStaged(): Promise<string> {
    const at = await mkdtemp(join(folder, "run-"));
    await execa("cp", ["--archive", `${staged}/.`, at]);
    return at;
  }

  it("replaces all data where nothing is killed, and leaves nothing beside it", async () => {
    const at = await copyOfStaged();
    await run(at, ["commit", transaction]);
    assert.equal(await digestOf(at), newData);
  });

  it("takes all of it back where it was only staged", async () => {
    const at = await copyOfStaged();
    await run(at, ["recover"]);
    assert.equal(await digestOf(at), oldData);
  });

  it("ends with all old data or all new data, whatever the moment, and after the decision with the new", async () => {
    const { moments } = await run(await copyOfStaged(), ["commit", transaction]);
    assert.ok(moments > 40, `only ${moments} moments`);
    const found = new Map<number, string>();
    let next = 1;
    const worker = async () => {
      for (let moment = next++; moment <= moments; moment = next++) found.set(moment, await afterKillAt(moment));
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    const inOrder = [...found].sort(([a], [b]) => a - b).map(([, one]) => one);
    assert.match(inOrder.join(" "), /^(old )+new( new)+$/, "once decided, it stays decided");
  });

  /** @returns which data there is in the end */
  async function afterKillAt(moment: number): Promise<"old" | "new"> {
    const at = await copyOfStaged();
    assert.ok((await run(at, ["commit", transaction], moment)).killed, `moment ${moment} did not come`);
    // Repairs are killed too.
    if (moment % 3 === 0) await run(at, ["recover"], 1 + (moment % 25));
    await run(at, ["recover"]);
    const digest = await digestOf(at);
    assert.ok([oldData, newData].includes(digest), `after a kill at moment ${moment}:\n${digest}`);
    await rm(at, { recursive: true });
    return digest === oldData ? "old" : "new";
  }

  async function stage(at: string, source: string, volume: string): Promise<void> {
    const archive = join(folder, `${volume}.tar`);
    const read = await execa("sh", [script, "read", volume], {
      env: { VOLUMES_FOLDER: source, TMPDIR: folder },
      encoding: "buffer",
    });
    await writeFile(archive, read.stdout);
    const lines = Buffer.from(read.stderr).toString().trim().split("\n");
    const sum = lines.at(-1)?.replace("sum ", "") ?? "";
    const words = [volume, transaction, coordinator, String(lines.length - 1), sum];
    const env = { VOLUMES_FOLDER: at, TMPDIR: folder };
    await execa("sh", [script, "stage", ...words], { env, inputFile: archive });
  }
});

async function fill(at: string, text: string, names: readonly string[]): Promise<void> {
  await mkdir(join(at, "folder/deep"), { recursive: true });
  await writeFile(join(at, "folder/deep/file"), text);
  for (const name of names) await writeFile(join(at, name), `${text} ${name}`);
}

/** All that the volumes have, hidden folders too; without the times of the folders that hold the volumes. */
async function digestOf(at: string): Promise<string> {
  const { stdout } = await execa(
    "sh",
    ["-c", "find . -mindepth 1 -printf '%P|%y|%m|%s\\n' | sort; find . -type f -exec sha256sum {} + | sort"],
    { cwd: at },
  );
  // A folder's size depends on what was in it.
  return stdout.replaceAll(/\|d\|(\d+)\|\d+/g, "|d|$1");
}

/** Fake programs that count moments, and kill their process group at one. @returns their folder */
async function writeFakes(folder: string): Promise<string> {
  const moment = [
    'read -r count <"$MOMENTS"',
    "count=$((count + 1))",
    'echo "$count" >"$MOMENTS"',
    '[ "$count" -ne "$KILL_AT" ] || kill -KILL 0',
  ];
  for (const name of programs) {
    const { stdout: real } = await execa("which", [name]);
    const one = `real=${real}`;
    const each =
      name === "mv"
        ? [
            'if [ "$1" = -t ]; then target=$2; shift 3; for file do',
            ...moment,
            '"$real" -t "$target" -- "$file"; done; exit; fi',
          ]
        : [];
    // Nothing is lost here but processes, so nothing need be on the disk.
    const last = name === "sync" ? "exit 0" : 'exec "$real" "$@"';
    await fakeProgram(folder, name, [one, ...each, ...moment, last].join("\n"));
  }
  return folder;
}
