import { execa } from "execa";
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Service } from "../../../../services/contract.ts";
import { supervisord } from "../../../../stacks/approaches/supervisord/index.ts";
import { containerOf } from "../../../support/unit/plans.ts";
import { everythingWorkload, quietService, sampleSettings, sampleWorkload } from "../../../support/unit/samples.ts";
import { textOf } from "../../../support/unit/text-of.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

const ownFolder = "/opt/container-approaches";

describe("supervisord", () => {
  function filesOf(services: readonly Service[]): Readonly<Record<string, string>> {
    const { images } = supervisord.render(sampleWorkload({ services }), sampleSettings());
    const files = images.flatMap((image) => image.files);
    return Object.fromEntries(files.map((file) => [file.path.slice("rootfs".length), textOf(file)]));
  }
  const everything = filesOf(everythingWorkload().services);

  /** The sections of the configuration: name to settings. */
  function sectionsOf(files: Readonly<Record<string, string>>): Readonly<Record<string, Record<string, string>>> {
    const text = files["/etc/supervisor/supervisord.conf"] ?? "";
    const sections = text.split(/^(?=\[)/m).map((section) => {
      const [head = "", ...lines] = section.split("\n").filter((line) => line !== "" && !line.startsWith(";"));
      return [
        head.slice(1, -1),
        Object.fromEntries(
          lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)] as const),
        ),
      ] as const;
    });
    return Object.fromEntries(sections);
  }

  it("stops each service with its own signal and within its grace period", () => {
    const sections = sectionsOf(filesOf([quietService({ stopSignal: "SIGINT", stopGraceSeconds: 7 })]));
    assert.equal(sections["program:worker"]?.stopsignal, "INT");
    assert.equal(sections["program:worker"].stopwaitsecs, "7");
    assert.equal(sectionsOf(everything)["program:web"]?.stopsignal, "QUIT");
  });

  it("gives the container the sum of the grace periods, because it stops services one after another", () => {
    const { stop } = containerOf(supervisord.render(everythingWorkload(), sampleSettings()));
    assert.equal(stop.graceSeconds, 3 * (10 + 2) + 1);
  });

  it("stops services before those that they depend on", () => {
    const chain = ["c", "b", "a"].map((name, index, names) => {
      return quietService({
        name,
        dependsOn: Object.fromEntries(names.slice(index + 1, index + 2).map((need) => [need, "healthy"] as const)),
      });
    });
    const sections = sectionsOf(filesOf(chain));
    const priorities = ["a", "b", "c"].map((name) => Number(sections[`program:${name}`]?.priority));
    assert.deepEqual(priorities, [1, 2, 3]);
  });

  it("starts the services' launchers, which wait for dependencies, without SIGPIPE ignored", () => {
    const sections = sectionsOf(everything);
    for (const name of ["web", "store", "mailer"]) {
      const command = `${ownFolder}/signals default PIPE ${ownFolder}/run/${name}`;
      assert.equal(sections[`program:${name}`]?.command, command);
    }
  });

  it("starts a service again as its policy says", () => {
    const services = (["always", "on-failure", "never"] as const).map((restart) =>
      quietService({ name: restart, restart }),
    );
    const sections = sectionsOf(filesOf(services));
    const policies = services.map(({ name }) => sections[`program:${name}`]?.autorestart);
    assert.deepEqual(policies, ["true", "unexpected", "false"]);
  });

  it("starts a service that runs to completion once, however early it ends", () => {
    const once = quietService({ completes: { withinSeconds: 5 }, checks: [] });
    const { autorestart, startsecs } = sectionsOf(filesOf([once]))["program:worker"] ?? {};
    assert.deepEqual([autorestart, startsecs], ["false", "0"]);
  });

  describe("PID 1", () => {
    const folder = useTemporaryFolder();

    /** Runs it with a supervisord of the tests, whose main() does what the lines say. */
    async function runWith(...lines: readonly string[]) {
      return runAs(everything, ...lines);
    }

    async function runAs(files: Readonly<Record<string, string>>, ...lines: readonly string[]) {
      const events = [
        "ProcessLogEvent",
        ...["Fatal", "Backoff", "Exited", "Stopped"].map((s) => `ProcessState${s}Event`),
      ];
      const modules = {
        "__init__.py": "",
        "process.py": "def decode_wait_status(status): return status\n",
        "states.py": "class SupervisorStates: RUNNING, SHUTDOWN = 1, -1\n",
        "events.py": [
          "class Event:",
          "    def __init__(self, name, data=b''):",
          "        self.process, self.data = type('P', (), {'config': type('C', (), {'name': name})}), data",
          ...events.map((name) => `class ${name}(Event): pass`),
          "callbacks = []",
          "def subscribe(kind, callback): callbacks.append((kind, callback))",
          "def notify(event): [callback(event) for kind, callback in callbacks if isinstance(event, kind)]",
        ].join("\n"),
        "supervisord.py": [
          "import __main__, sys",
          "from supervisor.events import *",
          "class supervisor:",
          "    class options: mood = 1",
          "def main(args):",
          "    __main__.watch(supervisor)",
          ...lines.map((line) => `    ${line}`),
        ].join("\n"),
      };
      await mkdir(join(folder(), "supervisor"));
      for (const [name, text] of Object.entries(modules)) await writeFile(join(folder(), "supervisor", name), text);
      await writeFile(join(folder(), "first.py"), files[`${ownFolder}/supervisord`] ?? "");
      return execa("python3", [join(folder(), "first.py")], { reject: false, env: { PYTHONPATH: folder() } });
    }
    const said = (service: string, data: string) => `notify(ProcessLogEvent("${service}", b"${data}"))`;

    it("prefixes lines with the service's name, and prints them whole", async () => {
      const { stdout, exitCode, stderr } = await runWith(
        said("web", "one\\ntw"),
        said("store", "other\\n"),
        said("web", "o\\n\\nstore: not from store\\n"),
      );
      assert.equal(stderr, "");
      assert.equal(stdout, "web: one\nstore: other\nweb: two\nweb: \nweb: store: not from store");
      assert.equal(exitCode, 0);
    });

    for (const end of ["Backoff", "Exited", "Stopped"]) {
      it(`prints a last line without a newline when the service is ${end}`, async () => {
        const { stdout } = await runWith(
          said("web", "last words"),
          `notify(ProcessState${end}Event("web"))`,
          said("web", "next\\n"),
        );
        assert.equal(stdout, "web: last words\nweb: next");
      });
    }

    it("does not collect an endless line", async () => {
      const { stdout } = await runWith('notify(ProcessLogEvent("web", b"x" * 70000))', 'print("then", flush=True)');
      assert.deepEqual(
        stdout.split("\n").map((line) => line.length),
        ["web: ".length + 70_000, 4],
      );
    });

    it("shuts supervisord down and exits with 1 when a service is given up", async () => {
      const { stdout, exitCode } = await runWith(
        'notify(ProcessStateFatalEvent("web"))',
        "print(supervisor.options.mood)",
      );
      assert.deepEqual([stdout, exitCode], ["-1", 1]);
    });

    for (const [restart, status, mood, exitCode] of [
      ["never", "0", "-1", 0],
      ["never", "3 << 8", "-1", 3],
      ["never", "9", "-1", 137],
      ["on-failure", "0", "-1", 0],
      ["on-failure", "3 << 8", "1", 0],
    ] as const) {
      it(`ends with ${exitCode} if an essential service with restart "${restart}" ends with ${status}, unless it is restarted`, async () => {
        const essential = filesOf([quietService({ name: "web", essential: true, restart }), quietService()]);
        const ended = await runAs(
          essential,
          "from supervisor import process",
          `process.decode_wait_status(0x100)`,
          'notify(ProcessStateExitedEvent("worker"))',
          "assert supervisor.options.mood == 1",
          `process.decode_wait_status(${status})`,
          'notify(ProcessStateExitedEvent("web"))',
          "print(supervisor.options.mood)",
        );
        assert.deepEqual([ended.stdout, ended.exitCode], [mood, exitCode]);
      });
    }

    it("exits with 0 when a service is given up during a stop", async () => {
      const { exitCode } = await runWith("supervisor.options.mood = -1", 'notify(ProcessStateFatalEvent("web"))');
      assert.equal(exitCode, 0);
    });

    it("exits with 0 at a stop signal that comes before supervisord handles it", async () => {
      const { exitCode } = await runWith("import os; os.kill(os.getpid(), 15); sys.exit(9)");
      assert.equal(exitCode, 0);
    });
  });
});
