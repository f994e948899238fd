import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { approaches } from "../../stacks/approaches.ts";
import type { Approach } from "../../stacks/contract.ts";
import { unmetRequirements } from "../../stacks/requirements.ts";
import { openSystems, type Systems } from "../../stacks/systems.ts";
import { runCli, startCli } from "../support/cli.ts";
import { baseImageOf, testEngine } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";
import { leftBehind } from "../support/left-behind.ts";
import { copyProject, type Project } from "../support/project.ts";
import { skip } from "../support/skip.ts";

/** Kills of `up` and as many of `down` for each system. 20, which `npm test -- --all` sets, take an hour. */
const kills = Number(process.env.CONTAINER_APPROACHES_KILLS ?? "1");

/** The first approach of each system that needs no grant. */
const firstOfEach = Object.values(approaches).filter(
  (approach, index, all) =>
    approach.requires.length === 0 && all.findIndex((one) => one.system === approach.system) === index,
);

describe("a command killed with all its children at a random moment, and run again", function () {
  this.timeout(3_600_000);
  let project: Project;
  let systems: Systems;
  let unmet: ReadonlyMap<string, string>;

  before(async () => {
    project = await copyProject("killed");
    systems = await openSystems();
    unmet = await unmetRequirements(firstOfEach, systems.of, await baseImageOf(await testEngine()));
  });
  after(async () => {
    await project.remove();
  });

  for (const approach of firstOfEach) {
    it(`converges, and leaves nothing: ${kills} times each, ${approach.name}`, async function () {
      const refused = unmet.get(approach.name);
      if (refused !== undefined) skip(this, refused);
      try {
        const took = { up: await timed(["up", approach.name]), down: await timed(["down", approach.name]) };
        for (let round = 0; round < kills; round += 1) {
          await killed(["up", approach.name], took.up);
          await succeeds(["up", "--json", approach.name], /"answers"/);
          await killed(["down", approach.name], took.down);
          await succeeds(["down", approach.name]);
          await leavesNothing(approach);
        }
      } finally {
        // After a failure, so that it is none of the next one as well.
        await runCli(project, ["down", approach.name]);
      }
    });
  }

  async function timed(args: readonly string[]): Promise<number> {
    const begin = Date.now();
    await succeeds(args);
    return Date.now() - begin;
  }

  async function succeeds(args: readonly string[], sign = /(?:)/): Promise<void> {
    const { exitCode, output } = await runCli(project, args);
    assert.equal(exitCode, 0, `${args.join(" ")}:\n${output}`);
    assert.match(output, sign);
  }

  /** @param tookMs how long the command takes if it is left alone */
  async function killed(args: readonly string[], tookMs: number): Promise<void> {
    const afterMs = Math.round(Math.random() * tookMs);
    console.log(`      ${args.join(" ")}: killed after ${afterMs} of ${tookMs} ms`);
    const run = startCli(project, args);
    await Promise.race([run.ended, pause(afterMs)]);
    run.kill();
    await run.ended;
  }

  async function leavesNothing({ name }: Approach): Promise<void> {
    await eventually(
      async () => {
        assert.deepEqual(await leftBehind(project.instance), [], `${name} has left something`);
      },
      { deadlineMs: 20_000 },
    );
  }
});
