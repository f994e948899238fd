import assert from "node:assert/strict";
import { defaultSocket } from "../../../../../docker/endpoint.ts";
import { dockerSystem } from "../../../../../stacks/systems/docker/index.ts";
import { containerVerbs, verbs } from "../../../../../stacks/verbs.ts";
import { checksScript } from "../../../../support/unit/checks-script.ts";
import { hostileWords, printing, useNotedProgram } from "../../../../support/unit/docker-program.ts";
import { silentDocker } from "../../../../support/unit/fake-docker.ts";
import { followed } from "../../../../support/unit/followed.ts";
import { inspection } from "../../../../support/unit/inspection.ts";

const address = "tcp://10.0.0.5:2376";
const control = dockerSystem(silentDocker({ host: address, source: "DOCKER_HOST" })).control("ca-web");
const daemon = ["--host", address];

describe("systems / docker / control.sh", () => {
  // The verb comes after the words that name the daemon and the container.
  const docker = useNotedProgram("docker", 3);
  const works = { inspect: printing("running 0 healthy"), top: printing("PID PPID"), exec: "", logs: "" };

  it("is a short command that names the daemon and the container", () => {
    assert.equal(control, `sh stacks/systems/docker/control.sh --host ${address} ca-web`);
    const far = silentDocker({ host: "ssh://me@far", source: "context", context: "far away" });
    assert.match(dockerSystem(far).control("ca-web"), / --context 'far away' ca-web$/);
  });

  it("uses the context if one is selected", async () => {
    await docker.write({ stop: "" });
    const far = silentDocker({ host: "ssh://me@far", source: "context", context: "far away" });
    await docker.ask(dockerSystem(far).control("ca-web"), "stop");
    assert.deepEqual(await docker.calls(), [["--context", "far away", "stop", "ca-web"]]);
  });

  const plain: readonly (readonly [words: readonly string[], call: readonly string[]])[] = [
    [["logs"], ["logs", "--timestamps", "ca-web"]],
    [
      ["logs", "--follow"],
      ["logs", "--timestamps", "--follow", "ca-web"],
    ],
    [["restart"], ["restart", "ca-web"]],
    [["stop"], ["stop", "ca-web"]],
    [["kill"], ["kill", "ca-web"]],
    [["freeze"], ["pause", "ca-web"]],
    [["thaw"], ["unpause", "ca-web"]],
    [
      ["exec", "ls", "-l"],
      ["exec", "ca-web", "ls", "-l"],
    ],
  ];
  for (const [words, call] of plain) {
    it(`${words.join(" ")} is docker ${call.join(" ")}, with its output and exit code`, async () => {
      await docker.write({ [call[0] ?? ""]: "echo said; echo wrong >&2; exit 7" });
      assert.deepEqual(await docker.ask(control, ...words), { stdout: "said", stderr: "wrong", exitCode: 7 });
      assert.deepEqual(await docker.calls(), [[...daemon, ...call]]);
    });
  }

  it("accepts every verb of a container, and so every verb of a service with its own container", async () => {
    assert.deepEqual(
      verbs.filter((verb) => !containerVerbs.includes(verb)),
      [],
    );
    for (const verb of containerVerbs) {
      const answers = { ...works, stats: "", restart: "", stop: "", start: "", kill: "", pause: "", unpause: "" };
      const top = printing("PID PPID\n90 7");
      const said: Readonly<Record<string, string>> = { pid: printing("7 true"), inspect: printing(inspection()) };
      await docker.write({ ...answers, top, inspect: said[verb] ?? works.inspect });
      const { exitCode, stderr } = await docker.ask(control, verb, ...(verb === "signal" ? ["HUP"] : []));
      assert.deepEqual([exitCode, stderr], [0, ""], verb);
    }
  });

  it("passes the words of exec on unchanged", async () => {
    await docker.write(works);
    await docker.ask(control, "exec", "printf", ...hostileWords);
    assert.deepEqual(await docker.calls(), [[...daemon, "exec", "ca-web", "printf", ...hostileWords]]);
  });

  it("sends a signal from inside, so that Docker restarts a container that dies of it", async () => {
    await docker.write(works);
    await docker.ask(control, "signal", "HUP");
    const [[, , ...call] = []] = await docker.calls();
    assert.deepEqual(call.slice(0, 4), ["exec", "ca-web", "sh", "-c"]);
    assert.match(call.at(-3) ?? "", /kill -s "\$1"/);
    assert.deepEqual(call.slice(-2), ["signal", "HUP"]);
  });

  for (const [look, calls] of [
    ["exited 0", 2],
    ["exited 1 - 20", 2],
    ["running 0 - 20", 2],
    ["exited 0 - 20", 1],
  ] as const) {
    it(`start ${calls === 1 ? "does nothing for" : "starts"} a container that is ${look}`, async () => {
      await docker.write({ inspect: printing(look), start: "echo said; echo wrong >&2; exit 7" });
      const said =
        calls === 1 ? { stdout: "", stderr: "", exitCode: 0 } : { stdout: "said", stderr: "wrong", exitCode: 7 };
      assert.deepEqual(await docker.ask(control, "start"), said);
      assert.deepEqual((await docker.calls()).slice(1), calls === 1 ? [] : [[...daemon, "start", "ca-web"]]);
    });
  }

  it("health prints the state of the health check and what it said, on one line", async () => {
    await docker.write({ inspect: printing("unhealthy port 8080\nrefuses\n") });
    assert.deepEqual(await docker.ask(control, "health"), {
      stdout: "unhealthy port 8080 refuses",
      stderr: "",
      exitCode: 0,
    });
  });

  const states: readonly (readonly [look: string, line: string, exitCode: number])[] = [
    ["running 0 healthy", "running (healthy)", 0],
    ["running 0 starting", "running (starting)", 0],
    ["running 0", "running (no health check)", 0],
    ["restarting 3 unhealthy", "restarting (exit code 3)", 3],
    ["exited 0 unhealthy", "stopped (exit code 0)", 3],
    ["exited 3", "failed (exit code 3)", 3],
    ["exited 137", "failed (exit code 137)", 3],
    ["dead 1", "failed (exit code 1)", 3],
    ["running 0 - 20", "running (no health check)", 0],
    ["exited 0 - 20", "completed (exit code 0)", 0],
    ["exited 3 - 20", "failed (exit code 3)", 3],
    ["exited 137 - 20 2026-11-26T23:59:50.1Z 2026-11-27T00:00:10.2Z", "failed (took longer than 20 s)", 3],
    ["exited 137 - 20 2026-11-26T08:09:08Z 2026-11-26T08:09:09.9Z", "failed (exit code 137)", 3],
    // Docker's times of a container that ends at once.
    ["exited 137 - 20 2026-11-26T08:09:08.3Z 2026-11-26T08:09:08.2Z", "failed (exit code 137)", 3],
    ["created 0 - 20", "stopped (created)", 3],
    ["created 0", "stopped (created)", 3],
    ["paused 0 healthy", "stopped (paused)", 3],
  ];
  for (const [look, line, exitCode] of states) {
    it(`prints ${line} for a container that is ${look}`, async () => {
      await docker.write({ inspect: printing(look) });
      assert.deepEqual(await docker.ask(control, "status"), { stdout: line, stderr: "", exitCode });
    });
  }

  for (const verb of ["status", "pid", "health", "inspect"]) {
    it(`${verb} fails with Docker's words if there is no such container, or no daemon`, async () => {
      await docker.write({ inspect: "echo 'Error: No such object: ca-web' >&2; exit 1" });
      const said = await docker.ask(control, verb);
      assert.deepEqual(said, { stdout: "", stderr: "Error: No such object: ca-web", exitCode: 1 });
    });
  }

  it("prints the PID of the container's own process, and with Docker's init that of its child", async () => {
    const top = printing("PID PPID\n70 40\n90 70\n71 70");
    const pid = async (inspect: string, processes = top) => {
      await docker.write({ inspect: printing(inspect), top: processes });
      const { stdout, exitCode } = await docker.ask(control, "pid");
      return { stdout, exitCode };
    };
    assert.deepEqual(await pid("70 false"), { stdout: "70", exitCode: 0 });
    assert.deepEqual(await pid("70 <nil>"), { stdout: "70", exitCode: 0 });
    assert.deepEqual(await pid("70 true"), { stdout: "90", exitCode: 0 });
    assert.deepEqual(await pid("0 true"), { stdout: "", exitCode: 3 });
    assert.deepEqual(await pid("0 false"), { stdout: "", exitCode: 3 });
    // Between the start of Docker's init and that of the service.
    assert.deepEqual(await pid("70 true", printing("PID PPID\n70 40")), { stdout: "", exitCode: 3 });
  });

  it("lists the PIDs of all processes, one per line, without a heading", async () => {
    await docker.write({ top: printing("PID\n70\n90") });
    assert.equal((await docker.ask(control, "pids")).stdout, "70\n90");
  });

  it("prints one line of what the container uses", async () => {
    await docker.write({ stats: printing("1% of a processor") });
    assert.equal((await docker.ask(control, "stats")).stdout, "1% of a processor");
    const [call = []] = await docker.calls();
    assert.deepEqual([call[2], call[3], call.at(-1)], ["stats", "--no-stream", "ca-web"]);
  });

  for (const words of [["explode"], [""], ["Status"], []]) {
    it(`refuses the verb ${words[0] ?? "that is missing"}, lists all, and runs nothing`, async () => {
      await docker.write({});
      const { exitCode, stderr, stdout } = await docker.ask(control, ...words);
      assert.deepEqual([exitCode, stdout], [2, ""]);
      assert.equal(stderr, `unknown verb "${words[0] ?? ""}"; verbs: ${containerVerbs.join(", ")}`);
      assert.deepEqual(await docker.calls(), []);
    });
  }

  it("leaves no process when following a log is interrupted", async () => {
    await docker.write({ logs: "echo T1 one; exec sleep 60" });
    const { said, left } = await followed(control, docker.folder());
    assert.match(said, /^T1 one$/m);
    assert.deepEqual(left, []);
  });

  checksScript("stacks/systems/docker/control.sh");
});

describe("the default daemon", () => {
  it("is named in the command like any other, because the user's environment may differ later", () => {
    const words = dockerSystem(silentDocker()).control("ca-web").split(" ");
    assert.deepEqual(words.slice(2), ["--host", defaultSocket, "ca-web"]);
  });
});
