import { execa } from "execa";
import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ejectable } from "../../stacks/eject/ejectable.ts";
import { goProgram } from "../support/go-program.ts";
import { hostilePlan, hostileTexts, hostileValues } from "../support/hostile.ts";
import { plannedFor, plansOf, writeFor } from "../support/rendered.ts";
import { skip } from "../support/skip.ts";
import { systemdWords } from "../support/systemd-words.ts";
import { fullPlan } from "../support/unit/full-plan.ts";

type Units = Readonly<Record<string, string>>;

describe("units that podman's Quadlet reads", function () {
  // Building the program takes a minute, once.
  this.timeout(600_000);
  let program = "";
  let folder = "";

  before(async function () {
    program = await goProgram(this, "tests", "quadlet");
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "ca-eject-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** What Quadlet makes of the units: a service for each, and not a word of complaint. */
  async function generated(plan: Ejectable): Promise<Units> {
    const target = await mkdtemp(join(folder, "plan-"));
    const { files } = await writeFor(plan, "quadlet", target);
    const env = { QUADLET_UNIT_DIRS: join(target, "quadlet"), PATH: process.env.PATH };
    const { stdout, stderr } = await execa(program, ["-user", "-dryrun", "-no-kmsg-log"], { env, extendEnv: false });
    const complaints = stderr
      .split("\n")
      .filter((line) => line !== "" && !/quadlet-generator\[\d+\]: (Loading|Parsing|Processing)/.test(line));
    assert.deepEqual(complaints, []);
    const texts = stdout.split(/^---(.*)---$/m).slice(1);
    const units = Object.fromEntries(
      texts.flatMap((name, index) => (index % 2 === 0 ? [[name, texts[index + 1] ?? ""]] : [])),
    );
    const expected = files.flatMap(({ path }) => serviceOf(path) ?? []).toSorted();
    assert.deepEqual(Object.keys(units).toSorted(), expected);
    return units;
  }

  for (const workload of ["hello", "everything", "queue", "wordpress", "trouble"]) {
    it(`are taken without a warning under every approach, a service for each: ${workload}`, async () => {
      for (const [, plan] of await plansOf(workload)) await generated(plan);
    });
  }

  it("start podman with what the plan says", async () => {
    const plan = await plannedFor("hello", "separate");
    const [server] = plan.rendering.containers;
    const {
      fullName,
      process: { command, env },
      attachments,
      identity,
    } = server ?? assert.fail("no container");
    const words = wordsOf(await generated(plan), "server");
    const has = (...expected: readonly string[]) => {
      assert.ok(
        ` ${words.join(" ")} `.includes(` ${expected.join(" ")} `),
        `${expected.join(" ")} in ${words.join(" ")}`,
      );
    };
    has("--name", fullName);
    has("--user", `${identity.uid}:${identity.gid}`);
    has("--publish", `127.0.0.1:8080:${attachments.publishes}`);
    has("--read-only");
    has("--cap-drop", "all");
    has("--security-opt=no-new-privileges");
    for (const { name, aliases } of attachments.networks) {
      const network = plan.rendering.networks.find((one) => one.name === name)?.fullName;
      has("--network", `${network}${aliases.length === 0 ? "" : ":"}${aliases.map((one) => `alias=${one}`).join(",")}`);
    }
    assert.deepEqual(valuesOf(words, "--env"), env);
    assert.deepEqual(words.slice(-command.length), command);
  });

  it("say all that a plan can ask for", async () => {
    const units = await generated(fullPlan());
    const words = wordsOf(units, "web").join(" ");
    for (const expected of [
      "--network full-outer:alias=web",
      "--network full-back:alias=web,alias=www",
      "--publish 127.0.0.1:5353:53/udp",
      "--publish 127.0.0.1:9001:9000/tcp",
      "--hostname box",
      "--add-host other:10.0.0.9",
      "--dns 10.0.0.53",
      "--sysctl net.core.somaxconn=99",
      "--ulimit nofile=5:6",
      "-v /srv/x:/x:ro,slave",
      "--runtime=gvisor",
    ])
      assert.ok(words.includes(expected), `${expected} in ${words}`);
    assert.match(wordsOf(units, "store").join(" "), / --ipc=shareable /);
    assert.match(wordsOf(units, "job").join(" "), / --ipc=container:full-store --pid=container:full-store /);
    assert.match(wordsOf(units, "host").join(" "), / --network host /);
    assert.match(
      wordsOf(units, "back-network").join(" "),
      / --internal .*--subnet 10\.1\.0\.0\/16 --gateway 10\.1\.0\.1 --ip-range 10\.1\.2\.0\/24 --opt mtu=1400 /,
    );
    assert.match(
      wordsOf(units, "data-volume").join(" "),
      / --opt=device=:\/x --opt=type=nfs --opt=o=addr=10\.0\.0\.1 /,
    );
  });

  it("keep every character of commands, checks, variables and labels", async () => {
    const plan = hostilePlan(await plannedFor("hello", "separate"));
    const words = wordsOf(await generated(plan), plan.rendering.containers[0]?.name ?? "");
    assert.deepEqual(words.slice(-hostileTexts.length), hostileTexts);
    assert.deepEqual(valuesOf(words, "--env"), hostileValues("V"));
    const labels = Object.entries(valuesOf(words, "--label")).filter(([name]) => name.startsWith("org.example/"));
    assert.deepEqual(Object.fromEntries(labels), hostileValues("org.example/l"));
    assert.deepEqual(JSON.parse(words[words.indexOf("--health-cmd") + 1] ?? ""), ["/check", ...hostileTexts]);
  });

  it("leave a command to the image that no unit can say: an empty word, a semicolon alone", async () => {
    const plan = await plannedFor("hello", "separate");
    const [first, ...others] = plan.rendering.containers;
    if (first === undefined) throw new Error("no container");
    for (const word of ["", ";"]) {
      const container = { ...first, process: { ...first.process, command: ["/bin/echo", word, "last"] } };
      const units = await generated({ ...plan, rendering: { ...plan.rendering, containers: [container, ...others] } });
      const words = wordsOf(units, first.name);
      assert.equal(words.at(-1), plan.images.find(({ name }) => name === first.image)?.reference);
    }
  });

  it("are services that systemd accepts", async function () {
    if ((await execa("systemd-analyze", ["--version"], { reject: false })).exitCode !== 0)
      skip(this, "systemd-analyze is not installed");
    const plans = [
      hostilePlan(await plannedFor("hello", "separate")),
      await plannedFor("everything", "pod"),
      fullPlan(),
    ];
    for (const plan of plans) {
      const units = await generated(plan);
      const place = await mkdtemp(join(folder, "units-"));
      // podman may not be installed here: what systemd thinks of the line is asked, not whether the program is there.
      const podman = join(place, "bin", "podman");
      await mkdir(join(place, "bin"));
      await writeFile(podman, "#!/bin/sh\n");
      await chmod(podman, 0o755);
      const paths = await Promise.all(
        Object.entries(units).map(async ([name, text]) => {
          const path = join(place, name);
          await writeFile(path, text.replaceAll(/^(Exec\w+=-?)\S*podman /gm, `$1${podman} `));
          return path;
        }),
      );
      const { exitCode, stderr } = await execa("systemd-analyze", ["verify", "--user", "--man=no", ...paths], {
        reject: false,
        env: { SYSTEMD_UNIT_PATH: `${place}:`, XDG_RUNTIME_DIR: place },
      });
      assert.deepEqual([exitCode, stderr.split("\n").filter((line) => line.includes(place))], [0, []], stderr);
    }
  });
});

/** The service that Quadlet makes of a unit; undefined for other files. */
function serviceOf(path: string): string | undefined {
  const [, name = "", kind = ""] = /^quadlet\/(.*)\.(\w+)$/.exec(path) ?? [];
  if (name === "") return undefined;
  return kind === "container" ? `${name}.service` : `${name}-${kind}.service`;
}

function wordsOf(units: Units, name: string): readonly string[] {
  const text = units[`${name}.service`] ?? assert.fail(`no ${name}.service of ${Object.keys(units).join(", ")}`);
  const [, line = ""] = /^ExecStart=(.*)$/m.exec(text) ?? [];
  return systemdWords(line);
}

function valuesOf(words: readonly string[], option: string): Readonly<Record<string, string>> {
  const pairs = words.flatMap((word, index) => (words[index - 1] === option ? [word] : []));
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]));
}
