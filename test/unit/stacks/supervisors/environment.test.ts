import { execa } from "execa";
import assert from "node:assert/strict";
import { hostname } from "node:os";
import type { Service } from "../../../../services/contract.ts";
import type { Approach } from "../../../../stacks/contract.ts";
import { skip } from "../../../support/skip.ts";
import { hostileWords } from "../../../support/unit/docker-program.ts";
import { imageFiles, movedProgram } from "../../../support/unit/image-files.ts";
import { containerOf } from "../../../support/unit/plans.ts";
import { quietService, sampleService, sampleSettings, sampleWorkload } from "../../../support/unit/samples.ts";
import { full } from "../../../support/unit/subjects.ts";
import { parseUnitFile, splitWords } from "../../../support/unit/unit-file.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const as = "/opt/container-approaches/as/worker";

/** A value for each word that is hard to carry. */
const hostile = Object.fromEntries(hostileWords.map((word, index) => [`HOSTILE_${index}`, word]));

/** What supervisors and systems set for themselves, and what a shell would expand or read. */
const foreign = {
  ...{ SUPERVISOR_ENABLED: "1", SUPERVISOR_PROCESS_NAME: "worker", SVDIR: "/x", container: "oci", TERM: "dumb" },
  ...{ HTTP_PROXY: "http://proxy:3128", LANG: "C", USER: "root", LOGNAME: "root", SHELL: "/bin/sh", OLDPWD: "/x" },
  ...{ HOSTNAME: "another", HOME: "/root", PATH: `/evil:${path}`, HOSTILE_0: "of the parent", ENV: "/x", IFS: "x" },
};

const together = full.filter(({ supervisor }) => supervisor !== "none");

describe("what a service sees of its environment", () => {
  it("is looked at for every supervisor", () => {
    assert.ok(new Set(together.map(({ supervisor }) => supervisor)).size >= 5);
  });

  for (const approach of full.filter(({ supervisor }) => supervisor === "none")) {
    it(`is PATH, HOME, REPLICA and the workload's, to which the system adds HOSTNAME, in a container of its own: ${approach.name}`, () => {
      const service = sampleService({ env: hostile, hosts: { STORE_HOST: "web" } });
      const { process } = containerOf(rendered(approach, service), service.name);
      const store = { apart: "web", pod: "localhost", together: "" }[approach.placement];
      assert.deepEqual(process.env, { PATH: path, HOME: "/", REPLICA: "1", ...hostile, STORE_HOST: store });
    });
  }

  for (const approach of together) {
    describe(`under ${approach.name}`, () => {
      const folder = useTemporaryFolder();

      before(function () {
        if (process.platform !== "linux") skip(this, "not Linux: there is no setpriv");
        if (process.getuid?.() !== 0) skip(this, "not root: no program can be started as another user");
      });

      /** Runs a program as the service runs, with the parent's variables around it. */
      async function seen(env: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
        const files = imageFiles(approach, [quietService({ env, hosts: { STORE_HOST: "worker" } })]);
        const program = await movedProgram(folder(), files, as, []);
        const { stdout } = await execa(program, ["/usr/bin/env", "-0"], {
          env: foreign,
          extendEnv: false,
          stripFinalNewline: false,
        });
        const pairs = stdout.split("\0").slice(0, -1);
        return Object.fromEntries(
          pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]),
        );
      }

      it("is PATH, HOME, REPLICA, HOSTNAME, what the workload says, and nothing of the supervisor's", async () => {
        const common = { PATH: path, HOME: "/", REPLICA: "1", HOSTNAME: hostname() };
        assert.deepEqual(await seen(hostile), { ...common, ...hostile, STORE_HOST: "localhost" });
      });

      it("is the workload's where that sets PATH, HOME, HOSTNAME or what others set for themselves", async () => {
        const env = { PATH: "/app", HOME: "/run/x", HOSTNAME: "mine", TERM: "xterm", LANG: "de", USER: "me" };
        assert.deepEqual(await seen(env), { ...env, REPLICA: "1", STORE_HOST: "localhost" });
      });

      it("comes with the words of a command as they are", async () => {
        const program = await movedProgram(folder(), imageFiles(approach, [quietService()]), as, []);
        const { stdout } = await execa(program, ["/usr/bin/printf", "%s\\0", ...hostileWords], {
          stripFinalNewline: false,
        });
        assert.deepEqual(stdout.split("\0").slice(0, -1), hostileWords);
      });

      it("comes with the service's user, no group beside it, no capability and no way to gain one", async () => {
        const user = { uid: 10_007, gid: 20_007 };
        const files = imageFiles(approach, [quietService({ user })]);
        const program = await movedProgram(folder(), files, as, []);
        const { stdout } = await execa(program, ["/bin/cat", "/proc/self/status"]);
        const status = Object.fromEntries(stdout.split("\n").map((line) => line.split(/:\s*/) as [string, string]));
        const ids = (id: number) => Array(4).fill(id).join("\t");
        assert.deepEqual([status.Uid, status.Gid, status.Groups?.trim()], [ids(10_007), ids(20_007), ""]);
        for (const set of ["CapInh", "CapPrm", "CapEff", "CapBnd"]) assert.match(status[set] ?? "", /^0+$/, set);
        assert.equal(status.NoNewPrivs, "1");
      });
    });
  }
});

describe("what starts a service under a supervisor", () => {
  for (const approach of together.filter(({ supervisor }) => supervisor !== "systemd")) {
    it(`is the program that sets its environment, once, as the last step: ${approach.name}`, () => {
      const service = quietService({ command: ["/bin/the-command", "one"] });
      const files = Object.values(imageFiles(approach, [service]));
      const starts = files.flatMap((text) => text.split("\n").filter((line) => line.includes("/bin/the-command")));
      assert.ok(starts.length > 0);
      for (const line of starts) assert.ok(line.includes(`${as} /bin/the-command one`), line);
    });
  }

  for (const approach of together.filter(({ supervisor }) => supervisor === "systemd")) {
    const added = ["LANG", "LOGNAME", "SHELL", "TERM", "USER", "INVOCATION_ID", "JOURNAL_STREAM", "NOTIFY_SOCKET"];

    function unitOf(env: Readonly<Record<string, string>>) {
      const files = imageFiles(approach, [quietService({ env })]);
      const { Service: lines = {} } = parseUnitFile(files["/etc/systemd/system/worker.service"] ?? "");
      const pairs = (lines.Environment ?? []).map((line) => (line.includes("%H") ? [line] : splitWords(line)));
      assert.ok(pairs.every(({ length }) => length === 1));
      const [unset = "", ...more] = lines.UnsetEnvironment ?? [];
      assert.deepEqual([more, lines.PassEnvironment, lines.EnvironmentFile], [[], undefined, undefined]);
      return { set: pairs.flat(), unset: unset.split(" ") };
    }

    it(`is a unit with PATH, HOME, REPLICA, HOSTNAME and the workload's variables, which takes the rest away: ${approach.name}`, () => {
      const { set, unset } = unitOf(hostile);
      const expected = { HOSTNAME: "%H", PATH: path, HOME: "/", REPLICA: "1", ...hostile };
      assert.deepEqual(
        set,
        Object.entries(expected).map(([name, value]) => `${name}=${value}`),
      );
      for (const name of added) assert.ok(unset.includes(name), name);
    });

    it(`takes no variable away that the workload sets: ${approach.name}`, () => {
      const env = Object.fromEntries([...added, "HOSTNAME", "PATH", "HOME"].map((name) => [name, "mine"]));
      const { set, unset } = unitOf(env);
      const own = set.filter((pair) => pair !== "REPLICA=1");
      assert.deepEqual(
        own.map((pair) => pair.split("=")[1]),
        own.map(() => "mine"),
      );
      assert.deepEqual(
        unset.filter((name) => name in env),
        [],
      );
      assert.ok(unset.includes("CREDENTIALS_DIRECTORY"));
    });

    it(`takes away only what systemd adds: nothing that each service has: ${approach.name}`, () => {
      const { unset } = unitOf({});
      for (const name of ["PATH", "HOME", "REPLICA", "HOSTNAME"]) assert.ok(!unset.includes(name), name);
    });
  }
});

function rendered(approach: Approach, service: Service) {
  return approach.render(sampleWorkload({ services: [service] }), sampleSettings());
}
