import assert from "node:assert/strict";
import { dockerClient } from "../../../docker/client.ts";
import { refusal } from "../../../docker/refusal.ts";
import { fakeProgram, pathWith } from "../../support/unit/fake-program.ts";
import { rejectsWithUserError } from "../../support/unit/user-error.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

describe("the docker command line", () => {
  const folder = useTemporaryFolder();
  const client = dockerClient({ host: "tcp://10.0.0.5:2376", source: "DOCKER_HOST" });
  let before: string | undefined;
  beforeEach(async () => {
    before = process.env.PATH;
    await fakeProgram(
      folder(),
      "docker",
      'for last; do :; done\ncase "$last" in fail) echo partly; echo "no such thing" >&2; exit 3 ;; wait) exec sleep 30 ;; read) cat ;; *) echo "$@" ;; esac',
    );
    process.env.PATH = pathWith(folder());
  });
  afterEach(() => {
    process.env.PATH = before;
  });

  it("gets the daemon's address, also in the words for others", async () => {
    assert.equal(await client.run(["ps", "--all"]), "--host tcp://10.0.0.5:2376 ps --all");
    assert.deepEqual(client.argv, ["docker", "--host", "tcp://10.0.0.5:2376"]);
  });

  it("gets the context if one is selected", async () => {
    const far = dockerClient({ host: "ssh://me@far", source: "context", context: "far" });
    assert.equal(await far.run(["ps"]), "--context far ps");
    assert.deepEqual(far.argv, ["docker", "--context", "far"]);
  });

  it("gets text for its standard input", async () => {
    assert.equal(await client.run(["read"], { input: "a\nb\n" }), "a\nb");
  });

  it("rejects with the command and Docker's reason if it fails, as something that a user can act on", async () => {
    await rejectsWithUserError(client.run(["fail"]), {
      found: /^Docker failed: docker fail: no such thing$/,
      allowed: null,
      remedy: /^npm run doctor/,
    });
  });

  it("cuts the words of a long command", () => {
    assert.match(refusal(["run", "x".repeat(300)], "no").message, /^Docker failed: docker run x{116}\.\.\.: no\n/);
  });

  it("returns the whole result of a failed command on request", async () => {
    assert.deepEqual(await client.attempt(["fail"]), { exitCode: 3, stdout: "partly", stderr: "no such thing" });
  });

  it("rejects with the reason if it cannot be started", async () => {
    process.env.PATH = "/nonexistent";
    const { exitCode, stderr } = await client.attempt(["ps"]);
    assert.equal(exitCode, undefined);
    assert.match(stderr, /ENOENT/);
  });

  it("is ended at its timeout, or when the work is interrupted", async () => {
    const { exitCode, stderr } = await client.attempt(["wait"], { timeoutMs: 100 });
    assert.equal(exitCode, undefined);
    assert.match(stderr, /timed out/);
    await assert.rejects(client.run(["wait"], { signal: AbortSignal.timeout(100) }));
  });
});
