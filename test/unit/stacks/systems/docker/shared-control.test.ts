import assert from "node:assert/strict";
import { defaultSocket } from "../../../../../docker/endpoint.ts";
import { s6 } from "../../../../../stacks/approaches/s6/index.ts";
import { hostileWords, printing, useNotedProgram } from "../../../../support/unit/docker-program.ts";
import { followed } from "../../../../support/unit/followed.ts";
import { planned } from "../../../../support/unit/plans.ts";

describe("systems / docker / control of a service that shares a container", () => {
  const docker = useNotedProgram("docker", 3);
  const control = planned(s6).output.services.web?.replicas[0]?.control ?? "";
  const daemonOf = ["--host", defaultSocket];

  it("hands the words of exec on as they are, through both scripts", async () => {
    await docker.write({ exec: "exit 5" });
    assert.equal((await docker.ask(control, "exec", "printf", ...hostileWords)).exitCode, 5);
    const as = "/opt/container-approaches/as/web";
    assert.deepEqual(await docker.calls(), [
      [...daemonOf, "exec", "ca-000000-separate-all", as, "printf", ...hostileWords],
    ]);
  });

  it("asks the supervisor while the container runs, and tells what became of the container else", async () => {
    const exec = printing("running (pid 7)");
    await docker.write({ inspect: printing("running 0 healthy"), exec });
    assert.deepEqual(await docker.ask(control, "status"), { stdout: "running (pid 7)", stderr: "", exitCode: 0 });
    await docker.write({ inspect: printing("exited 1"), exec });
    const line = "failed (with its container, exit code 1)";
    assert.deepEqual(await docker.ask(control, "status"), { stdout: line, stderr: "", exitCode: 3 });
  });

  it("says that there is no such container, once", async () => {
    await docker.write({ inspect: "echo 'Error: No such object' >&2; exit 1" });
    for (const verb of ["status", "pid"]) {
      const { exitCode, stdout } = await docker.ask(control, verb);
      assert.deepEqual([exitCode === 0, stdout], [false, ""], verb);
    }
    assert.equal((await docker.ask(control, "status")).stderr, "Error: No such object");
  });

  it("takes a service's lines out of the container's log, with their times and as they were written", async () => {
    await docker.write({ logs: printing("T1 web: a  b: c\nT2 store: web: x\nT3 web:no\nT4 web: {}") });
    assert.equal((await docker.ask(control, "logs")).stdout, "T1 a  b: c\nT4 {}");
    assert.deepEqual(await docker.calls(), [[...daemonOf, "logs", "--timestamps", "ca-000000-separate-all"]]);
  });

  it("leaves no process where a log that is followed is interrupted", async () => {
    await docker.write({ logs: "echo T1 web: one; exec sleep 60" });
    const { said, left } = await followed(control, docker.folder());
    assert.deepEqual([said, left], ["T1 one\n", []]);
  });
});
