import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startStopped, troublesIn, waitUntilMended } from "../../../cli/stack/mend-services.ts";
import { isFine } from "../../../cli/stack/trouble.ts";
import { UserError } from "../../../errors/user-error.ts";
import { schemaVersion, type DeploymentOutput, type StackOutputs } from "../../../stacks/outputs.ts";
import { fakeProgram, linesOf } from "../../support/unit/fake-program.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

// Answers from files named after what is asked; a start changes the status, as the file NAME.started says.
const script = `
here=$(dirname "$0")
case $2 in
  start)
    echo "$1" >>"$here/starts"
    [ ! -e "$here/$1.refuses" ] || exit 1
    cp "$here/$1.started" "$here/$1.status" 2>/dev/null || echo 'running (pid 7)' >"$here/$1.status" ;;
  status) cat "$here/$1.status" 2>/dev/null || echo 'running (pid 6)' ;;
  health)
    echo asked >>"$here/$1.asked"
    if [ -e "$here/$1.heals" ] && [ "$(wc -l <"$here/$1.asked")" -gt 3 ]; then echo healthy; exit; fi
    cat "$here/$1.health" 2>/dev/null || echo healthy ;;
esac`;

describe("the mending of services", () => {
  const folder = useTemporaryFolder();
  const put = (name: string, text: string) => writeFile(join(folder(), name), text);
  const starts = () => linesOf(join(folder(), "starts"));

  /** Two services of their own, one of which runs to completion, and two that share a container. */
  async function outputs(): Promise<StackOutputs> {
    const program = await fakeProgram(folder(), "control", script);
    const control = (name: string) => `${program} ${name}`;
    const service = (container: string, name: string, completes?: number) => ({
      replicas: [{ container, control: control(name) }],
      image: "image",
      networks: [],
      ...(completes === undefined ? {} : { completesWithinSeconds: completes }),
    });
    const container = (name: string, readyWithinSeconds?: number) => ({
      system: "paper",
      control: control(name),
      ...(readyWithinSeconds === undefined ? {} : { readyWithinSeconds }),
    });
    const deployment = {
      services: {
        web: service("ca-web", "ca-web"),
        once: service("ca-once", "ca-once", 0.5),
        a: service("ca-all", "a"),
        b: service("ca-all", "b"),
      },
      containers: {
        "ca-web": { ...container("ca-web", 1.5), joins: "ca-pause" },
        "ca-once": container("ca-once"),
        "ca-all": container("ca-all", 0.5),
        "ca-pause": container("ca-pause"),
      },
    } as unknown as DeploymentOutput;
    return { schemaVersion, instance: "abc123", deployments: { mixed: deployment } };
  }
  const troubles = async () => (await troublesIn(await outputs())).mixed ?? assert.fail("no deployment");
  const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
  const waited = async (said: string[] = []) =>
    waitUntilMended(await outputs(), "dev", (lines) => said.push(...lines), undefined);
  const refused = async () => {
    const error = await waited().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof UserError);
    return error.message;
  };

  it("finds nothing where all works, or nothing is deployed", async () => {
    await put("ca-once.status", "completed (exit code 0)");
    const found = await troublesIn(await outputs());
    assert.ok(Object.values(found).every(isFine));
    assert.deepEqual(await startStopped(found), []);
    assert.deepEqual(await troublesIn(undefined), {});
  });

  it("starts containers in an order that works, then services in those that run, and says what they were", async () => {
    await put("ca-web.status", "stopped (exit code 0)");
    await put("ca-pause.status", "failed (exit code 137)");
    await put("b.status", "stopped (down)");
    assert.deepEqual(await startStopped(await troublesIn(await outputs())), [
      "the container ca-pause did not run, and was started: it was failed (exit code 137)",
      "the container ca-web did not run, and was started: it was stopped (exit code 0)",
      "the service b did not run, and was started: it was stopped (down)",
    ]);
    assert.deepEqual(await starts(), ["ca-pause", "ca-web", "b"]);
    assert.ok(isFine(await troubles()));
  });

  it("starts a stopped shared container, and not its services one by one", async () => {
    await put("ca-all.status", "stopped (exit code 0)");
    for (const name of ["a", "b"]) await put(`${name}.status`, "stopped (with its container, exit code 0)");
    const { containers, services } = await troubles();
    assert.deepEqual([names(containers), names(services)], [["ca-all"], []]);
  });

  it("leaves to Pulumi what cannot be started or asked", async () => {
    await put("ca-web.status", "stopped (created)");
    await put("ca-web.refuses", "");
    await put("ca-all.status", "");
    assert.deepEqual(await startStopped(await troublesIn(await outputs())), []);
    assert.deepEqual(await starts(), ["ca-web"]);
  });

  it("leaves what restarts to its supervisor", async () => {
    await put("a.status", "restarting (exit code 1)");
    assert.deepEqual(names((await troubles()).services), []);
  });

  it("runs again what runs to completion and has failed, and waits for it", async () => {
    await put("ca-once.status", "failed (exit code 3)");
    await put("ca-once.started", "completed (exit code 0)");
    const { containers, tasks } = await troubles();
    assert.deepEqual([names(containers), names(tasks)], [[], ["once"]]);
    const said: string[] = [];
    await waited(said);
    assert.deepEqual(said, ["the service once has not completed, and runs again: it was failed (exit code 3)"]);
    assert.deepEqual(await starts(), ["ca-once"]);
  });

  it("fails if it fails again, or takes too long", async () => {
    await put("ca-once.status", "failed (exit code 3)");
    await put("ca-once.started", "failed (exit code 4)");
    assert.match(await refused(), /once has not completed within 0\.5 s: failed \(exit code 4\)/);
    await put("ca-once.started", "running (pid 8)");
    assert.match(await refused(), /once has not completed within 0\.5 s: running \(pid 8\)/);
  });

  it("waits until an unhealthy container is healthy, and says once what is waited for", async () => {
    await put("ca-web.health", "unhealthy port 8080 refuses");
    await put("ca-web.heals", "");
    const said: string[] = [];
    await waited(said);
    assert.deepEqual(said, [
      "waiting at most 1.5 s until the container ca-web is healthy: it is unhealthy port 8080 refuses",
    ]);
    assert.equal(
      (await linesOf(join(folder(), "ca-web.asked"))).length,
      5,
      "one question before, three of waiting, and one at the end",
    );
  });

  it("fails with the check's last words if it stays unhealthy, and says what to type", async () => {
    await put("ca-web.health", "unhealthy port 8080 refuses");
    const message = await refused();
    assert.match(message, /ca-web is not healthy after 1\.5 s: unhealthy port 8080 refuses/);
    assert.match(message, /npm run ctl -- dev lists the services/);
  });

  it("fails if something still does not run", async () => {
    await put("b.status", "failed (given up)");
    assert.match(await refused(), /b does not run: failed \(given up\)/);
  });
});
