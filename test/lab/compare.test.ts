import { execa } from "execa";
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { experiments } from "../../lab/experiments.ts";
import { isComplete } from "../../lab/harness/plan.ts";
import { labInstance } from "../../lab/harness/project.ts";
import { readResults, runFolders, type Results } from "../../lab/results/files.ts";
import { readRegister, takenIn } from "../../lab/results/register.ts";
import { readJudgements } from "../../lab/results/verdicts.ts";
import { rulesHash } from "../../lab/rules/rules.ts";
import { defaultStack } from "../../stacks/stack-names.ts";
import { objectsOf, testEngine } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";

const root = resolve(import.meta.dirname, "../..");
/** Cells after which the run is killed: enough to be in the middle of a run. */
const cellsBeforeKill = 4;

/** They make twenty copies, and stop Docker daemons of their own: minutes, so only with what `npm test -- --all` sets. */
const long: ReadonlySet<string> = new Set(
  process.env.CONTAINER_APPROACHES_KILLS === undefined ? ["density", "keeper"] : [],
);

/** Named, since --quick leaves some out. */
const chosen = experiments.filter(({ name }) => !long.has(name));
const everything = chosen.map(({ name }) => name).join(",");

/** The lab as its users run it, on the approach that is the default: every experiment, few rounds. */
describe("npm run compare", function () {
  this.timeout(1_500_000);
  let folder = "";
  const places = () => ["--results", join(folder, "results"), "--out", join(folder, "report")];
  const command = (name: string, ...args: readonly string[]) =>
    execa("node", ["toolchain/bootstrap.mjs", name, ...args], { cwd: root, all: true, reject: false });
  const compare = (...more: readonly string[]) =>
    command(
      "compare",
      "--only",
      defaultStack,
      "--quick",
      "--rounds",
      "1",
      "--seed",
      "1",
      "--experiments",
      everything,
      ...places(),
      ...more,
    );
  const newest = async (): Promise<Results> => readResults((await runFolders(join(folder, "results")))[0] ?? "");
  /** What the register says of the only run, in short. */
  const registered = async () => {
    const [run, ...more] = await readRegister(join(folder, "results"));
    assert.deepEqual(more, [], "it is one run");
    return (run?.lines ?? []).map((line) => (line.event === "aborted" ? `aborted: ${line.why}` : line.event));
  };
  const leftovers = async () => objectsOf(await testEngine(), labInstance(root));

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "container-approaches-lab-"));
  });
  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("keeps the cells that it has taken when it is killed in the middle of a run", async () => {
    const running = compare();
    await eventually(
      async () => {
        assert((await newest()).cells.length >= cellsBeforeKill);
      },
      { deadlineMs: 300_000, intervalMs: 500 },
    );
    running.kill("SIGKILL");
    await running;
    assert(!isComplete(await newest(), chosen));
    assert.deepEqual(await registered(), ["begun"], "a killed process cannot write that it was killed");
  });

  it("continues where it stopped, says so, and leaves nothing when it is interrupted", async () => {
    const before = (await newest()).cells;
    const running = compare();
    await eventually(
      async () => {
        assert((await newest()).cells.length > before.length);
      },
      { deadlineMs: 300_000, intervalMs: 500 },
    );
    running.kill("SIGINT");
    const { exitCode, all } = await running;
    assert.equal(exitCode, 130, all);
    assert.doesNotMatch(all, /^ +at /m, "a user who presses Ctrl-C gets no stack trace");
    assert.match(all, /continues the run .* interrupted after \d+ cells/);
    const after = await newest();
    assert.deepEqual(after.cells.slice(0, before.length), before, "what was measured is kept");
    assert.equal((await runFolders(join(folder, "results"))).length, 1, "it is the same run");
    const [, killed = "", ...rest] = await registered();
    assert.match(killed, /^aborted: killed/);
    assert.deepEqual(rest, ["resumed", "aborted: interrupted by SIGINT"]);
    assert.deepEqual(await leftovers(), [], "something is left in Docker");
  });

  it("takes every cell without a failure, with a value or a reason for every figure", async () => {
    const { exitCode, all } = await compare();
    const results = await newest();
    const failed = results.cells.filter(({ failure }) => failure !== undefined);
    assert.deepEqual(
      failed.map(({ experiment, subject, failure }) => `${experiment} of ${subject}: ${failure ?? ""}`),
      [],
    );
    assert.equal(exitCode, 0, all);
    assert(isComplete(results, chosen));
    for (const { name, figures } of chosen) {
      const cell = results.cells.find(({ experiment }) => experiment === name);
      assert(cell, `${name} was not measured`);
      for (const [figure, { withdrawn }] of Object.entries(figures)) {
        if (withdrawn !== undefined) continue;
        assert(figure in cell.values || (cell.missing[figure] ?? "") !== "", `${name}/${figure} is blank`);
      }
    }
    assert.deepEqual(await leftovers(), [], "something is left in Docker");
  });

  it("seals the complete run in the register, under its rules, and writes its verdicts beside it", async () => {
    const [run = ""] = await runFolders(join(folder, "results"));
    const [{ lines } = { lines: [] }] = await readRegister(join(folder, "results"));
    const [begun, ...later] = lines;
    assert(begun?.event === "begun");
    assert.equal(begun.rules, rulesHash);
    const last = later.at(-1);
    assert(last?.event === "complete");
    const { cells, failed, sha256 } = last;
    assert.deepEqual({ cells, failed, sha256 }, await takenIn(run));
    const [judgement] = await readJudgements(run);
    assert.equal(judgement?.rules, rulesHash);
  });

  it("writes a page, a text for pull requests, JSON and SARIF, and npm run report writes the same again", async () => {
    const report = join(folder, "report");
    const files = (await readdir(report)).sort();
    assert.deepEqual(files, ["index.html", "posture.sarif", "report.md", "results.json"]);
    const contents = async () => Promise.all(files.map(async (name) => readFile(join(report, name), "utf8")));
    const first = await contents();
    await rm(report, { recursive: true });
    const { exitCode, all } = await command("report", ...places());
    assert.equal(exitCode, 0, all);
    assert.deepEqual(await contents(), first);
  });

  it("finds no difference between a run and itself", async () => {
    const [run = ""] = await runFolders(join(folder, "results"));
    const { exitCode, all } = await command("compare", run, run, "--json");
    assert.equal(exitCode, 0, all);
    const { changes } = JSON.parse(all.slice(all.indexOf("{"))) as { changes: readonly unknown[] };
    assert.deepEqual(changes, []);
  });
});

describe("npm run compare with wrong arguments", () => {
  const refused: readonly (readonly [args: readonly string[], message: RegExp])[] = [
    [["--only", "nothing"], /There is no approach "nothing"[\s\S]*Allowed: .*separate/],
    [["--experiments", "nothing"], /There is no experiment "nothing"[\s\S]*Allowed: image, /],
    [["--workload", "nothing"], /no workload "nothing"[\s\S]*Allowed: .*hello/],
    [["--rounds", "0"], /A whole number from 1 to/],
    [["--weights", "nothing=1"], /nothing[\s\S]*Allowed: /],
    [["--must", "nothing"], /There is no constraint "nothing"/],
    [["results/one"], /two folders of results/],
    [["results/one", "results/two"], /There are no results in/],
    [["--budgets", "/no/such/file"], /The budgets cannot be read/],
  ];
  for (const [args, message] of refused) {
    it(`prints what is allowed: ${args.join(" ")}`, async function () {
      this.timeout(60_000);
      const options = { cwd: root, all: true, reject: false } as const;
      const { exitCode, all } = await execa("node", ["toolchain/bootstrap.mjs", "compare", ...args], options);
      assert.notEqual(exitCode, 0);
      assert.match(all, message);
      assert.doesNotMatch(all, /is a bug/);
    });
  }
});
