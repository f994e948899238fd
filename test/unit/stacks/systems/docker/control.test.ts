import { execa } from "execa";
import assert from "node:assert/strict";
import { chmod, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { verbs } from "../../../../../stacks/contract.ts";
import { dockerControl } from "../../../../../stacks/rendering/docker-control.ts";
import { foldedControl } from "../../../../../stacks/rendering/folded/control.ts";
import { sampleWorkload } from "../../../../support/unit/samples.ts";
import { useTemporaryFolder } from "../../../toolchain/temporary-folder.ts";

const docker = ["docker", "--host", "tcp://engine:2376"];

describe("rendering / docker control", () => {
  const control = dockerControl(docker, "ca-web");
  const run = useDockerThatPrints();

  for (const verb of verbs) {
    it(`${verb} asks the deployment's engine about the one container`, () => {
      const words = control[verb].join(" ");
      assert.ok(words.includes(docker.join(" ")), words);
      assert.ok(words.includes("ca-web"), words);
    });
  }

  it("takes a signal's name as the next word, and sends it from inside, so that the engine starts what dies of it again", () => {
    assert.deepEqual(control.signal.slice(docker.length, docker.length + 2), ["exec", "ca-web"]);
    assert.match(control.signal.at(-2) ?? "", /kill -s "\$1"/);
    assert.equal(control.signal.at(-1), "signal");
  });

  it("takes a command to run as the next words", () => {
    assert.deepEqual(control.exec.slice(docker.length), ["exec", "ca-web"]);
  });

  const states: readonly (readonly [string, string, number])[] = [
    ["running 0 healthy", "running (healthy)", 0],
    ["running 0", "running (no health check)", 0],
    ["restarting 3 unhealthy", "restarting (exit code 3)", 3],
    ["exited 0 unhealthy", "stopped (exit code 0)", 3],
    ["exited 137", "failed (exit code 137)", 3],
    ["dead 1", "failed (exit code 1)", 3],
    ["created 0", "stopped (created)", 3],
    ["paused 0 healthy", "stopped (paused)", 3],
  ];
  for (const [look, line, exitCode] of states) {
    it(`calls a container that is ${look}: ${line}`, async () => {
      assert.deepEqual(await run(control.status, { inspect: look }), { stdout: line, exitCode });
    });
  }

  it("gives the container's own process, and with Docker's init the first that it started", async () => {
    const top = "PID PPID\n70 40\n90 70\n71 70";
    assert.deepEqual(await run(control.pid, { inspect: "70 false" }), { stdout: "70", exitCode: 0 });
    assert.deepEqual(await run(control.pid, { inspect: "70 true", top }), { stdout: "90", exitCode: 0 });
    assert.deepEqual(await run(control.pid, { inspect: "0 true" }), { stdout: "", exitCode: 3 });
  });
});

describe("rendering / control of services that share a container", () => {
  const run = useDockerThatPrints();
  const control = foldedControl(sampleWorkload(), docker, "ca-all", { kind: "prefixed" }).web ?? assert.fail();

  it("asks the supervisor while the container runs, and tells what became of the container else", async () => {
    const exec = "running (pid 7)";
    assert.deepEqual(await run(control.status, { inspect: "running 0 healthy", exec }), { stdout: exec, exitCode: 0 });
    const ended = await run(control.status, { inspect: "exited 0", exec });
    assert.deepEqual(ended, { stdout: "stopped (with its container, exit code 0)", exitCode: 3 });
    const failed = await run(control.status, { inspect: "exited 1", exec });
    assert.deepEqual(failed, { stdout: "failed (with its container, exit code 1)", exitCode: 3 });
    const again = await run(control.status, { inspect: "restarting 1", exec });
    assert.deepEqual(again, { stdout: "restarting (with its container, exit code 1)", exitCode: 3 });
  });

  it("takes a service's lines out of the container's log, with their times and as they were written", async () => {
    const logs = ["T1 web: a  b: c", "T2 store: web: x", "T3 web:no", "T4 web: {}"].join("\n");
    assert.deepEqual(await run(control.logs, { logs }), { stdout: "T1 a  b: c\nT4 {}", exitCode: 0 });
  });

  it("says where a process of the container cannot be seen from here", async () => {
    const { exitCode } = await run(control.pid, { exec: "4194304", top: "PID\n1" });
    assert.equal(exitCode, 1);
  });
});

/** Runs argv with a docker on PATH that prints, per sub-command, what it is given. */
function useDockerThatPrints() {
  const folder = useTemporaryFolder();
  return async (argv: readonly string[], answers: Readonly<Record<string, string>>) => {
    const cases = Object.entries(answers).map(([word, text]) => `    ${word}) cat <<'EOF'\n${text}\nEOF\n    exit ;;`);
    const script = ["#!/bin/sh", "for word; do", "  case $word in", ...cases, "  esac", "done", "exit 9", ""];
    await writeFile(join(folder(), "docker"), script.join("\n"));
    await chmod(join(folder(), "docker"), 0o755);
    const [command = "", ...args] = argv;
    const env = { PATH: `${folder()}${delimiter}${process.env.PATH ?? ""}` };
    const { stdout, exitCode } = await execa(command, args, { env, reject: false });
    return { stdout, exitCode };
  };
}
