import { execa } from "execa";
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fakeProgram, linesOf } from "../../../../support/unit/fake-program.ts";
import { useTemporaryFolder } from "../../../toolchain/temporary-folder.ts";

const settle = resolve(import.meta.dirname, "../../../../../stacks/systems/docker/readiness/settle.mjs");

/** What `docker inspect` prints of a container. */
interface Look {
  readonly Status?: string;
  readonly health?: string;
  readonly says?: string;
  readonly restarts?: number;
  readonly ExitCode?: number;
  readonly OOMKilled?: boolean;
}

function line({ Status = "running", health, says = "", restarts = 0, ExitCode = 0, OOMKilled = false }: Look): string {
  const Health =
    health === undefined ? undefined : { Status: health, Log: [{ Output: "old\n" }, { Output: `${says}\n` }] };
  return JSON.stringify({ state: { Status, ExitCode, OOMKilled, Error: "", Health }, restarts });
}

// Prints the next of the prepared answers, the last one again and again.
const script = `
here=$(dirname "$0")
echo "$*" >> "$here/calls"
case "$1" in
  inspect)
    n=$(cat "$here/count" 2>/dev/null || echo 0)
    echo $((n + 1)) > "$here/count"
    [ -f "$here/look-$n" ] || n=last
    cat "$here/look-$n" ;;
  update)
    if [ -f "$here/refusals" ]; then
      echo "container $4 is not running" >&2
      [ "$(cat "$here/refusals")" = always ] || rm "$here/refusals"
      exit 1
    fi ;;
  logs) echo "line of $4"; echo "error of $4" >&2 ;;
esac`;

describe("the readiness step", () => {
  const folder = useTemporaryFolder();

  /** @param looks the containers at each inspection; the last repeats */
  async function run(looks: readonly (readonly Look[])[], timeoutSeconds = 20) {
    const docker = await fakeProgram(folder(), "docker", script);
    const texts = looks.map((look) => `${look.map(line).join("\n")}\n`);
    await Promise.all(texts.map((text, index) => writeFile(join(folder(), `look-${index}`), text)));
    await writeFile(join(folder(), "look-last"), texts.at(-1) ?? "");
    const containers = (looks[0] ?? []).map((_, index) => ({
      name: `name${index}`,
      container: `ca-name${index}`,
      pids: 64 + index,
      id: String(index),
    }));
    const request = JSON.stringify({ docker: [docker], timeoutSeconds, containers });
    const { exitCode, stdout, stderr } = await execa(process.execPath, [settle, request], { reject: false });
    return { exitCode, stdout, stderr, calls: await linesOf(join(folder(), "calls")) };
  }

  it("limits processes first, then ends when every container is healthy", async () => {
    const { exitCode, stdout, stderr, calls } = await run([
      [{ health: "starting" }, { health: "healthy" }],
      [{ health: "healthy" }, { health: "healthy" }],
    ]);
    assert.deepEqual([exitCode, stdout, stderr], [0, "ready", ""]);
    assert.deepEqual(calls.slice(0, 2), ["update --pids-limit 64 ca-name0", "update --pids-limit 65 ca-name1"]);
    assert.equal(calls.filter((call) => call.startsWith("inspect")).length, 2);
  });

  it("limits processes again if the daemon refused", async () => {
    await writeFile(join(folder(), "refusals"), "once");
    const { exitCode, calls } = await run([[{ health: "healthy" }]]);
    assert.equal(exitCode, 0);
    assert.equal(calls.filter((call) => call.startsWith("update")).length, 2);
  });

  it("fails with the container's state if that is why the daemon refused", async () => {
    await writeFile(join(folder(), "refusals"), "always");
    const { exitCode, stderr } = await run([[{ Status: "exited", ExitCode: 3 }]]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^name0 has exited \(exit code 3\)/);
  });

  it("fails if Docker never limits processes, with Docker's words", async () => {
    await writeFile(join(folder(), "refusals"), "always");
    const { exitCode, stderr } = await run([[{ health: "healthy" }]], 0.3);
    assert.equal(exitCode, 1);
    assert.match(stderr, /Docker cannot limit its processes: container ca-name0 is not running/);
  });

  it("counts a running container without a health check as ready", async () => {
    assert.equal((await run([[{}]])).stdout, "ready");
  });

  it("fails when a container has exited, with its last lines and the command for the whole log", async () => {
    const { exitCode, stderr, calls } = await run([
      [{ health: "starting" }, { health: "healthy" }],
      [{ Status: "exited", ExitCode: 137, OOMKilled: true }, { health: "healthy" }],
    ]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^name0 has exited \(exit code 137, out of memory\)\n/);
    assert.match(stderr, /line of ca-name0\nerror of ca-name0\n/);
    assert.match(stderr, /To do: read the whole log: .*docker logs ca-name0\n?$/);
    assert.ok(calls.includes("logs --tail 20 ca-name0"));
  });

  it("fails when a container turns unhealthy, with the last output of its check", async () => {
    const { exitCode, stderr } = await run([
      [{ health: "healthy" }, { health: "unhealthy", says: "port 8080 refuses" }],
    ]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^name1 is unhealthy: port 8080 refuses\n/);
  });

  it("fails when a container is restarted while it is waited for", async () => {
    const { exitCode, stderr } = await run([
      [{ health: "starting" }],
      [{ health: "starting", restarts: 1, ExitCode: 3 }],
    ]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^name0 keeps exiting and was restarted 1 times \(exit code 3\)\n/);
  });

  it("fails when a container is just being restarted", async () => {
    const { exitCode, stderr } = await run([[{ Status: "restarting", restarts: 4, ExitCode: 1 }]]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^name0 keeps exiting and was restarted 4 times/);
  });

  it("ignores restarts from before the deployment", async () => {
    const { exitCode, stdout } = await run([[{ health: "healthy", restarts: 2 }]]);
    assert.deepEqual([exitCode, stdout], [0, "ready"]);
  });

  it("fails at its timeout, with the last check's words", async () => {
    const { exitCode, stderr } = await run([[{ health: "starting", says: "port 8080 refuses" }]], 0.2);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^name0 is not healthy after 0\.2 s: port 8080 refuses\n/);
  });
});
