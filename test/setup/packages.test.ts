import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const program = `
  import { installPackages } from ${JSON.stringify(path.join(root, "toolchain/host/apt.ts"))};
  const interruption = new AbortController();
  process.on("SIGINT", () => interruption.abort(new Error("interrupted")));
  const say = (text) => console.log(text);
  try {
    await installPackages({ signal: interruption.signal, update: say, detail() {}, note: say }, ["thing", "docker-cli"]);
  } catch (error) {
    console.log(error.name + ": " + error.message);
    process.exitCode = 1;
  }`;

// Like the real one, it must not be interrupted between unpacking and configuring. It takes its time while the file "hold" is there.
const aptGet = (folder: string) => `#!/bin/sh
case "$*" in
  *--download-only*) echo "Get:1 thing" ;;
  *install*) touch "${folder}/unpacked"; sleep 1; while [ -e "${folder}/hold" ]; do sleep 0.1; done; touch "${folder}/configured"; echo "$*" > "${folder}/arguments"
    [ -z "\${FAKE_APT_FAILS:-}" ] || { echo "E: $FAKE_APT_FAILS" >&2; exit 100; } ;;
esac
`;

describe("setup / the distribution's packages", function () {
  this.timeout(15_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "packages-"));
    await mkdir(path.join(folder, "bin"));
    const tools = {
      "apt-get": aptGet(folder),
      "apt-cache": '#!/bin/sh\n[ "$2" != docker-cli ]\n',
      dpkg: `#!/bin/sh\n[ ! -e "${folder}/unpacked" ] || [ -e "${folder}/configured" ] || { case $1 in --audit) echo thing ;; *) echo "dpkg: error: dpkg database lock was locked by another process" >&2; exit 2 ;; esac; }\n`,
    };
    for (const [name, text] of Object.entries(tools)) {
      await writeFile(path.join(folder, "bin", name), text, { mode: 0o755 });
    }
  });
  afterEach(() => rm(folder, { recursive: true }));

  function install(env: NodeJS.ProcessEnv = {}) {
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program], {
      cwd: root,
      env: { ...process.env, ...env, PATH: `${folder}/bin:/usr/bin:/bin`, XDG_CACHE_HOME: folder },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const ended = new Promise<string>((resolve) =>
      child.once("close", () => {
        resolve(output);
      }),
    );
    return { child, ended, output: () => output };
  }

  async function until(what: string, happened: () => boolean): Promise<void> {
    const deadline = Date.now() + 10_000;
    while (!happened()) {
      if (Date.now() > deadline) throw new Error(`${what} did not happen`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const unpacked = () => until("unpacking", () => existsSync(path.join(folder, "unpacked")));

  it("are installed, except for one that this release does not have", async () => {
    await install().ended;
    assert.match(
      await readFile(path.join(folder, "arguments"), "utf8"),
      /install -y -f --no-install-recommends thing\n$/,
    );
  });

  it("are installed to the end when interrupted, and the interruption takes effect afterwards", async () => {
    const { child, ended } = install();
    await unpacked();
    child.kill("SIGINT");
    assert.match(await ended, /finishing the installation of packages first[^]*Error: interrupted/);
    assert.ok(existsSync(path.join(folder, "configured")));
  });

  it("are still installed when setup is killed; the next one waits for that", async () => {
    const hold = path.join(folder, "hold");
    await writeFile(hold, "");
    const { child, ended } = install();
    await unpacked();
    child.kill("SIGKILL");
    const next = install();
    // However long the next one takes to start, the installation that was left behind is still under way.
    await until("waiting", () => next.output().includes("waits for another process"));
    await rm(hold);
    await ended;
    const output = await next.ended;
    assert.match(output, /cleared the lock of process \d+[^]*waits for another process that installs packages/);
    assert.doesNotMatch(output, /Error/);
  });

  it("that cannot be installed: shows apt's last lines and the command to type", async () => {
    const output = await install({ FAKE_APT_FAILS: "Unable to fetch some archives" }).ended;
    assert.match(
      output,
      /^UserError: Installing thing, docker-cli failed:\nE: Unable to fetch[^]*apt-get install thing/m,
    );
  });
});
