import { execa } from "execa";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import type { SecretUse } from "../../services/contract.ts";
import { startCli } from "../support/cli.ts";
import { remote, type Deployed } from "../support/deployed.ts";
import { needlesFor } from "../support/needles.ts";
import { processOf } from "../support/process.ts";
import { assertRestarted, snapshot, type Snapshot } from "../support/restarts.ts";
import { skip } from "../support/skip.ts";
import { assertNoTraces, placesOf, textLook, traced, watchProcesses } from "../support/traces.ts";
import { describesTraces } from "./docker-only/traces.ts";

/** A service that asks for a secret, and how it gets it. */
export interface Reader {
  readonly service: string;
  readonly secret: string;
  readonly use: SecretUse;
  /** In the container. */
  readonly file: string;
}

/** The secret that is given a new value: one that a variable is filled from, if there is one, and of those the one that the fewest ask for. */
function rotated(readers: readonly Reader[]): string {
  const count = (name: string) => readers.filter(({ secret }) => secret === name).length;
  const filling = readers.filter(({ use }) => use.variable !== undefined);
  const names = (filling.length > 0 ? filling : readers).map(({ secret }) => secret);
  return names.sort((a, b) => count(a) - count(b))[0] ?? assert.fail("no service asks for a secret");
}

/** With a value that is hard to quote, which is then searched everywhere. */
export function describesRotation(
  get: () => Deployed,
  readersOrSkip: (test: Mocha.Context) => Reader[],
  valueOf: (reader: Reader) => Promise<string>,
): void {
  const value = `can'ary "$x" \`id\` \\n %h ü漢 ${randomBytes(12).toString("hex")}\ntwo\n\n`;
  // Its beginning could be in a test's source.
  const needles = needlesFor(value.slice(value.indexOf("\\n %h")));

  describe("a new value of a secret", () => {
    let earlier: Snapshot;
    /** Ids of those that were there before. */
    let images: ReadonlySet<string>;
    let others: readonly string[];
    let secrets: ReadonlySet<string>;
    let affected: readonly Reader[];
    let said: string;
    let watched: Awaited<ReturnType<ReturnType<typeof watchProcesses>["stop"]>>;

    before("set it", async function () {
      const readers = readersOrSkip(this);
      if (!get().local) skip(this, remote);
      const secret = rotated(readers);
      affected = readers.filter((reader) => reader.secret === secret);
      secrets = new Set(readers.map((reader) => reader.secret));
      others = readers.filter((reader) => reader.secret !== secret).map(({ service }) => service);
      earlier = await snapshot(get());
      const owned = await get().system.owned({ instance: get().instance });
      images = new Set(owned.filter(({ kind }) => kind === "image").map(({ id }) => id));
      await get().stack.configureSecret(secret, value);
      const watch = watchProcesses(needles);
      try {
        said = await get().stack.up();
      } finally {
        watched = await watch.stop();
      }
    });

    it("is in the files and in the variables, byte for byte", async () => {
      for (const reader of affected) {
        assert.equal(await valueOf(reader), value, reader.service);
        const { env } = await processOf(get().deployment, reader.service);
        if (reader.use.variable !== undefined) assert.equal(env[reader.use.variable], value, reader.service);
      }
    });

    it("restarts the services that ask for it and no other, and replaces no container", async () => {
      await assertRestarted(
        get(),
        earlier,
        affected.map(({ service }) => service),
      );
      assert.equal(others.length > 0, secrets.size > 1, "whether another secret stays as it is");
    });

    // The previews, which are searched, also show that nothing is left to change.
    it("is in no context, log, state, output, backup, facts of a container or argument of a process", async () => {
      await backUp(get());
      const places = await placesOf(get(), { "the output of up": said });
      assertNoTraces(await traced(places, needles), [
        "logs of",
        "inspect of",
        "/.state/.pulumi/stacks",
        "/.state/contexts",
        "stack export",
        "output of up",
        ...(keepsData(get()) ? [backupFile] : []),
      ]);
      assert.deepEqual(watched.found, []);
      assert.ok(watched.looks > 10, `${watched.looks} looks at processes`);
    });

    it("would be found in a text, and in an argument of a process", async () => {
      const { found } = await traced([textLook("planted", Buffer.from(value).toString("base64"))], needles);
      assert.match(found.join("\n"), /^planted: base64, after \d bytes$/m);
      const watch = watchProcesses(needles);
      await execa("sh", ["-c", "sleep 0.5; true", "sh", value]);
      assert.match((await watch.stop()).found.join("\n"), /^sh: as it is$/m);
    });

    describesTraces(get, { value, needles, earlier: () => images });
  });
}

/** In the project's folder. */
const backupFile = ".state/searched.tar";

function keepsData({ workload }: Deployed): boolean {
  return workload.services.some(({ volumes }) => volumes.length > 0);
}

/** Backs up the data, so that the backup is searched like every file of the project. */
async function backUp(deployed: Deployed): Promise<void> {
  if (!keepsData(deployed)) return;
  const { project, stack } = deployed;
  const { exitCode, output } = await startCli(project, ["data", "backup", stack.name, backupFile, "--live", "--force"])
    .ended;
  assert.equal(exitCode, 0, output);
}
