import assert from "node:assert/strict";
import { join } from "node:path";
import { throwsUserError } from "../../../support/unit/user-error.ts";
import { useRendering } from "./foreign-rendering.ts";

describe("a Compose project, a container per service", () => {
  const { folder, one, rendered } = useRendering();

  it("has the image's own command, user and variables, and no restriction of our own", async () => {
    const { process, identity, limits, grants, mounts, health, stop, restart } = await one("environment: {A: '1'}", {
      user: "node",
    });
    assert.deepEqual(process, {
      command: ["/entry", "serve"],
      env: { PATH: "/bin", A: "1" },
      workingDir: "/app",
      init: false,
      terminal: false,
    });
    assert.deepEqual(identity, { uid: 1000, gid: 1001, groups: [4, 29] });
    assert.deepEqual(limits, {});
    assert.deepEqual(grants, { readOnlyRoot: false, capabilities: { add: [], drop: [] }, noNewPrivileges: false });
    assert.deepEqual(mounts, []);
    assert.deepEqual(health, {
      argv: ["/bin/sh", "-c", "curl x"],
      intervalSeconds: 10,
      timeoutSeconds: 30,
      retries: 5,
      startPeriodSeconds: 0,
    });
    assert.deepEqual(stop, { signal: "SIGQUIT", graceSeconds: 10 });
    assert.equal(restart, "no");
  });

  it("builds an image for each, whose text changes with the image that it is from", async () => {
    const { images } = await rendered(
      'services: {web: {image: x, command: [a, ""], ports: ["80"], healthcheck: {disable: true}}}\n',
    );
    const text =
      '# sha256:1: another image of this name makes another one here\nFROM x\nENTRYPOINT []\nCMD ["/entry","a",""]\nHEALTHCHECK NONE\n';
    assert.deepEqual(images, [{ name: "web", dockerfile: text, files: [] }]);
  });

  it("takes limits over, with Docker's swap where none is named, and none for zero", async () => {
    assert.deepEqual((await one("mem_limit: 100m\ncpus: 1.5\npids_limit: 50")).limits, {
      memoryMiB: 100,
      memorySwapMiB: 200,
      cpus: 1.5,
      pids: 50,
    });
    assert.deepEqual((await one("mem_limit: 100m\nmemswap_limit: 100m")).limits, {
      memoryMiB: 100,
      memorySwapMiB: 100,
    });
    assert.deepEqual((await one("mem_limit: 6291457b\nmemswap_limit: -1")).limits, { memoryMiB: 7, memorySwapMiB: -1 });
    assert.deepEqual((await one("pids_limit: -1\ncpus: 0")).limits, {});
  });

  it("restricts what the file restricts, and no more", async () => {
    const { grants, extras } = await one(
      "read_only: true\ncap_drop: [ALL]\ncap_add: [CAP_CHOWN, kill]\nsecurity_opt: ['no-new-privileges:true', seccomp=p.json]",
    );
    assert.deepEqual(grants, {
      readOnlyRoot: true,
      capabilities: { add: ["CHOWN", "KILL"], drop: ["ALL"] },
      noNewPrivileges: true,
    });
    assert.deepEqual(extras?.securityOptions, ["seccomp=p.json"]);
  });

  it("mounts volumes, folders, memory, and files from the disk; texts are uploaded", async () => {
    const sections =
      "volumes: {data: }\nconfigs: {c: {content: hello}, f: {file: ./f}}\nsecrets: {s: {environment: TOKEN}}";
    const keys =
      "ports: ['80'], volumes: ['data:/data:ro', ./here:/here], tmpfs: ['/run:size=1m'], configs: [{source: c, mode: 0400, uid: '5'}, f], secrets: [s]";
    const { containers, volumes } = await rendered(`services: {web: {image: x, ${keys}}}\n${sections}\n`, {
      volumes: ["/var/lib/own"],
    });
    const [container] = containers;
    const at = (name: string) => join(folder(), name);
    assert.deepEqual(container?.mounts, [
      { kind: "volume", volume: "data", path: "/data", readOnly: true },
      { kind: "host", source: at("here"), path: "/here", readOnly: false },
      { kind: "memory", path: "/run", options: "size=1m" },
      { kind: "volume", volume: "web-at-var-lib-own", path: "/var/lib/own", readOnly: false },
      { kind: "host", source: at("f"), path: "/f", readOnly: true },
    ]);
    assert.deepEqual(container.extras?.uploads, [
      { path: "/c", mode: 0o444, content: { text: "hello" } },
      { path: "/run/secrets/s", mode: 0o444, content: { secret: "TOKEN" } },
    ]);
    assert.deepEqual(
      volumes.map(({ name, owner, holds }) => [name, owner, holds]),
      [
        ["data", undefined, "data"],
        ["web-at-var-lib-own", undefined, "data"],
      ],
    );
  });

  it("has what else the file says: names, kernel settings, labels, logging", async () => {
    const { extras } = await one(
      "hostname: h\nextra_hosts: ['a:1.2.3.4', 'b=::1']\ndns: [9.9.9.9]\nsysctls: {net.core.somaxconn: 5}\nulimits: {nofile: 7}\nshm_size: 64m\nlabels: {L: v}\nlogging: {driver: none}\nstdin_open: true\ncpuset: '0'",
    );
    assert.deepEqual(extras, {
      labels: { L: "v" },
      names: {
        hostname: "h",
        hosts: [
          { name: "a", address: "1.2.3.4" },
          { name: "b", address: "::1" },
        ],
        dns: { servers: ["9.9.9.9"], search: [], options: [] },
      },
      kernel: { sysctls: { "net.core.somaxconn": "5" }, ulimits: [{ name: "nofile", soft: 7, hard: 7 }], shmMiB: 64 },
      cpuset: "0",
      devices: [],
      securityOptions: [],
      uploads: [],
      input: true,
      logging: { driver: "none", options: {} },
      hostNamespaces: [],
    });
  });

  it("is refused if nothing can be asked, or two containers would have one name", async () => {
    const attempt = async (text: string) =>
      rendered(text).then(
        () => undefined,
        (error: unknown) => error,
      );
    const [silent, twice] = [
      await attempt("services: {web: {image: x}}\n"),
      await attempt('services: {web: {image: x, scale: 2, ports: ["80"]}, web_2: {image: x}}\n'),
    ];
    for (const [error, found] of [
      [silent, /publishes a TCP port, and no image of one that keeps running exposes one/],
      [twice, /would be named web_2, and one of/],
    ] as const) {
      throwsUserError(
        () => {
          throw error;
        },
        { found, allowed: /./, remedy: /./ },
      );
    }
  });
});
