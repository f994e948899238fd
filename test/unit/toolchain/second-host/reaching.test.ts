import { execa } from "execa";
import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { bootId } from "../../../../toolchain/host/process-identity.mjs";
import { machineFiles } from "../../../../toolchain/second-host/files.ts";
import { sshConfig, sshProgram } from "../../../../toolchain/second-host/keys.ts";
import { isUsable, type MachineRecord } from "../../../../toolchain/second-host/record.ts";
import { dockerDefaults } from "../../../../toolchain/second-host/seed.ts";
import { exportShell, exportsOf, parseGuest } from "../../../../toolchain/second-host/status.ts";

const link = { host: "10.87.0.1", machine: "10.87.0.2" };
const record: MachineRecord = {
  link,
  size: { cpus: 2, memoryMib: 2048 },
  accelerator: "tcg",
  image: "key",
  bootId: bootId(),
};

describe("the program ssh of a machine", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "ssh of a machine '"));
    await mkdir(path.join(folder, "bin"));
    await mkdir(path.join(folder, "system"));
    await writeFile(path.join(folder, "bin", "ssh"), sshProgram(folder));
    await writeFile(path.join(folder, "system", "ssh"), '#!/bin/sh\nprintf "%s\\n" "$@"\n');
    for (const name of ["bin/ssh", "system/ssh"]) await chmod(path.join(folder, name), 0o755);
  });

  after(() => rm(folder, { recursive: true }));

  it("is ssh with the machine's configuration, and does not find itself", async () => {
    const search = [path.join(folder, "bin"), path.join(folder, "system"), process.env.PATH ?? ""].join(":");
    const { stdout } = await execa("ssh", ["-l", "root", "a b"], { env: { PATH: search } });
    assert.deepEqual(stdout.split("\n"), ["-F", path.join(folder, "ssh_config"), "-l", "root", "a b"]);
  });

  it("checks the host key of the machine, by a file of its own", () => {
    const text = sshConfig("/50%/ssh", link.machine, "/run/one.ssh");
    assert.match(text, /^Host 10\.87\.0\.2$/m);
    assert.match(text, /^ {2}StrictHostKeyChecking yes$/m);
    assert.match(text, /^ {2}UserKnownHostsFile "\/50%%\/ssh\/known_hosts"$/m);
  });
});

describe("the Docker daemon of a machine", () => {
  it("listens on the link only, and wants certificates", () => {
    const text = dockerDefaults(link, {});
    assert.equal(
      text,
      'DOCKER_OPTS="--host tcp://10.87.0.2:2376 --tlsverify --tlscacert /etc/docker/tls/ca.pem ' +
        '--tlscert /etc/docker/tls/server-cert.pem --tlskey /etc/docker/tls/server-key.pem"\n',
    );
  });

  it("knows this host's proxies, by either spelling", () => {
    const text = dockerDefaults(link, { http_proxy: "http://p:1", HTTPS_PROXY: "http://p:2", no_proxy: "" });
    assert.match(text, /^HTTP_PROXY=http:\/\/p:1\nHTTPS_PROXY=http:\/\/p:2\n$/m);
    assert.doesNotMatch(text, /NO_PROXY/);
  });

  it("is named by variables for both ways, as a shell takes them", async () => {
    const files = machineFiles("/clones/it's/.state");
    const { ssh, tls } = exportsOf(files, record);
    const shown = async (variables: Readonly<Record<string, string>>) => {
      const script = `PATH=/bin:/usr/bin\n${exportShell(files, variables)}echo "$PATH|$DOCKER_HOST|$DOCKER_CERT_PATH"`;
      return (await execa("sh", ["-c", script], { env: {}, extendEnv: false })).stdout;
    };
    assert.equal(await shown(ssh), `${files.ssh}/bin:/bin:/usr/bin|ssh://root@10.87.0.2|`);
    assert.equal(await shown(tls), `/bin:/usr/bin|tcp://10.87.0.2:2376|${files.tls}`);
  });
});

describe("what is known of a machine", () => {
  it("is read from its answer", () => {
    const answer = "6.1.0-56-cloud-amd64\ncgroup2fs\n20.10.24+dfsg1\npodman version 4.3.1\n270\n";
    assert.deepEqual(parseGuest(answer), {
      kernel: "6.1.0-56-cloud-amd64",
      cgroupVersion: 2,
      docker: "20.10.24+dfsg1",
      podman: "4.3.1",
      usedMib: 270,
    });
    assert.equal(parseGuest("6.1.0\n"), undefined);
  });

  it("does not serve any more when the image changes or the host restarts", () => {
    assert.equal(isUsable(record, "key"), true);
    assert.equal(isUsable(record, "another"), false);
    assert.equal(isUsable({ ...record, bootId: "before" }, "key"), false);
  });
});

describe("the record of a machine", () => {
  it("is in the state of the clone", async () => {
    const ignored = await readFile(new URL("../../../../.gitignore", import.meta.url), "utf8");
    assert.match(ignored, /^\.state\/$/m);
    assert.ok(machineFiles().record.includes("/.state/"));
  });
});
