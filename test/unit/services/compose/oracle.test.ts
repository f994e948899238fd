import { execa } from "execa";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { UserError } from "../../../../errors/user-error.ts";
import { plainProject, readCompose } from "../../../../services/compose/read.ts";
import { projectRoot } from "../../../../toolchain/environment.ts";
import { dockerCompose } from "../../../support/docker-compose.ts";
import { skip } from "../../../support/skip.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";
import { badFiles } from "./bad-files.ts";
import { namesTheSame, onlyRefusedHere, samePairs } from "./same-refusal.ts";
import { significant } from "./significant.ts";

/** Names a folder of more Compose files to compare. */
const folderVariable = "CONTAINER_APPROACHES_COMPOSE_FILES";

const samples = parse(readFileSync(join(import.meta.dirname, "samples.yaml"), "utf8")) as Readonly<
  Record<string, string>
>;

const env = { HOME: homedir(), PATH: process.env.PATH, B: "b", E: "" };

/** What `docker compose config` says of each file is what this project makes of it. */
describe("the reader of Compose files, beside docker compose", function () {
  this.timeout(60_000);
  const folder = useTemporaryFolder();
  let program: readonly string[] = [];

  async function both(path: string) {
    const [command = "", ...words] = program;
    const args = [...words, "--file", path, "--project-name", "p", "--profile", "*", "config", "--format", "json"];
    const { exitCode, stdout, stderr } = await execa(command, args, { env, extendEnv: false, reject: false });
    assert.notEqual(exitCode, undefined, `docker compose did not run: ${stderr}`);
    const ours = await readCompose({ files: [path], name: "p", profiles: ["*"], env }).then(
      (project) => ({ project: JSON.parse(JSON.stringify(plainProject(project))) as unknown, error: undefined }),
      (error: unknown) => {
        if (error instanceof UserError) return { project: undefined, error: error.parts.found };
        throw error;
      },
    );
    // It writes each dollar sign twice, so that its output could be read again.
    const theirs = exitCode === 0 ? (JSON.parse(stdout.replaceAll("$$", "$")) as unknown) : undefined;
    return { ours, theirs, said: stderr };
  }

  /** @param what the file is, by which the lists of known pairs and differences name it */
  async function compare(path: string, what: string): Promise<void> {
    const { ours, theirs, said } = await both(path);
    if (theirs === undefined) {
      assert.ok(ours.error !== undefined, `docker compose refuses it: ${said}`);
      const [theirWords, ourWords] = samePairs[what] ?? [/^/, undefined];
      assert.match(said, theirWords);
      if (ourWords !== undefined) assert.match(ours.error, ourWords);
      else assert.ok(namesTheSame(said, ours.error), `docker compose says:\n${said}\nand here:\n${ours.error}`);
      return;
    }
    if (ours.error !== undefined) {
      const row = onlyRefusedHere[what] ?? assert.fail(`docker compose accepts it: ${ours.error}`);
      const page = await readFile(join(projectRoot, "docs/compose.md"), "utf8");
      assert.match(page, new RegExp(`^\\| ${row} *\\| is accepted +\\| is refused +\\|$`, "m"));
      return;
    }
    assert.equal(what in onlyRefusedHere || what in samePairs, false, "it is accepted: take it from the list");
    assert.deepEqual(significant(ours.project), significant(theirs));
  }

  before(async function () {
    program = (await dockerCompose()) ?? skip(this, "docker compose is neither installed nor built");
  });

  for (const [name, text] of Object.entries(samples)) {
    it(`says the same of the sample ${name}`, async () => {
      const path = join(folder(), "compose.yaml");
      await writeFile(path, text);
      await compare(path, name);
    });
  }

  for (const [what, [text]] of Object.entries(badFiles)) {
    if (what === "aliases that multiply") continue; // docker compose counts them until its memory ends.
    it(`refuses what it refuses, for the same: ${what}`, async () => {
      await mkdir(join(folder(), "sub"), { recursive: true });
      await writeFile(join(folder(), "other.yaml"), "services: {db: {image: other}}\n");
      const path = join(folder(), "compose.yaml");
      await writeFile(path, text);
      await compare(path, what);
    });
  }

  it("says the same of every file of a folder", async function () {
    const more = process.env[folderVariable] ?? "";
    if (more === "") return skip(this, `${folderVariable} names no folder`);
    const files = (await readdir(more)).filter((name) => /\.ya?ml$/.test(name)).sort();
    assert.ok(files.length > 0, `there are no files in ${more}`);
    for (const file of files) await compare(join(more, file), file);
  }).timeout(600_000);
});
