import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { readCompose } from "../../../../services/compose/read.ts";
import { fromCompose } from "../../../../services/foreign/from-compose.ts";
import { neededBy } from "../../../../services/foreign/grants.ts";
import { serviceKeys } from "../../../../services/foreign/keys.ts";
import { without } from "../../../support/unit/without.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

describe("what is done with the keys of a service", () => {
  it("is said for every key of the specification, and for no other", () => {
    const folder = dirname(createRequire(import.meta.url).resolve("dclint/package.json"));
    const schema = JSON.parse(readFileSync(join(folder, "schemas/compose.schema.json"), "utf8")) as {
      definitions: { service: { properties: object } };
    };
    assert.deepEqual(Object.keys(serviceKeys).sort(), Object.keys(schema.definitions.service.properties).sort());
  });

  it("has a reason wherever a key is not honoured, and nowhere else", () => {
    for (const [key, { disposition, why }] of Object.entries(serviceKeys))
      assert.equal(why !== undefined, disposition === "ignored", key);
  });
});

describe("a Compose project as services", () => {
  const folder = useTemporaryFolder();

  async function read(text: string) {
    await writeFile(join(folder(), "compose.yaml"), text);
    const project = await readCompose({ files: [join(folder(), "compose.yaml")], env: {}, name: "p" });
    return fromCompose(project);
  }

  async function service(lines: string, top = "") {
    const { workload, losses } = await read(
      `services:\n  web:\n    image: x\n${lines.replaceAll(/^/gm, "    ")}\n${top}`,
    );
    return { ...(workload.services.find(({ name }) => name === "web") ?? assert.fail("no service")), losses };
  }

  it("has what a file asks for, and leaves the rest to the image", async () => {
    const found = await service("command: []");
    assert.deepEqual(
      [found.image, found.command, found.entrypoint, found.user],
      [{ kind: "reference", reference: "x", pull: "missing" }, [], undefined, undefined],
    );
    assert.deepEqual([found.health, found.restart, found.replicas], [{ kind: "image", schedule: {} }, "no", 1]);
    assert.deepEqual(found.losses, []);
  });

  it("has ports, conditions, checks, limits and restarts", async () => {
    const found = await service(
      "ports: ['127.0.0.1:8080:80', '53:53/udp']\nhealthcheck: {test: curl x, interval: 1m30s, retries: 2}\nmem_limit: 64m\ncpus: 0.5\npids_limit: 10\nulimits: {nofile: 10, nproc: {soft: 1, hard: 2}}\nrestart: on-failure:3\nstop_grace_period: 1m\nscale: 2",
    );
    assert.deepEqual(found.ports, [
      { target: 80, protocol: "tcp", published: "8080", address: "127.0.0.1" },
      { target: 53, protocol: "udp", published: "53" },
    ]);
    assert.deepEqual(found.health, {
      kind: "test",
      test: ["CMD-SHELL", "curl x"],
      schedule: { interval: 90, retries: 2 },
    });
    assert.deepEqual(found.limits, {
      ulimits: { nofile: { soft: 10, hard: 10 }, nproc: { soft: 1, hard: 2 } },
      memoryBytes: 64 * 1024 ** 2,
      cpus: 0.5,
      pids: 10,
    });
    assert.deepEqual([found.restart, found.stopGraceSeconds, found.replicas], ["on-failure", 60, 2]);
    assert.match(found.losses[0]?.why ?? "", /without a limit/);
  });

  it("has mounts of every kind, and files of configs and secrets", async () => {
    const found = await service(
      "volumes: ['data:/data:ro', './x:/x', /anonymous]\ntmpfs: ['/run:mode=755,size=64m']\nconfigs: [{source: c, target: /etc/c}]\nsecrets: [{source: s, target: name, mode: 0400, uid: '5'}]",
      "volumes: {data: }\nconfigs: {c: {content: text}}\nsecrets: {s: {environment: TOKEN}}\n",
    );
    assert.deepEqual(found.mounts, [
      { kind: "volume", volume: "data", path: "/data", readOnly: true, copies: true },
      { kind: "bind", source: join(folder(), "x"), path: "/x", readOnly: false, creates: true },
      { kind: "volume", volume: undefined, path: "/anonymous", readOnly: false, copies: true },
      { kind: "tmpfs", path: "/run", options: "mode=755,size=64m" },
    ]);
    assert.deepEqual(found.files, [
      { kind: "config", path: "/etc/c", source: { kind: "content", content: "text" } },
      { kind: "secret", path: "/run/secrets/name", source: { kind: "variable", name: "TOKEN" }, uid: "5", mode: 0o400 },
    ]);
  });

  it("says which configs and secrets belong to another owner than the file says", async () => {
    const { losses } = await read(
      "services:\n  web:\n    image: x\n    configs: [{source: c, uid: '103'}, {source: f, mode: 0400}]\n    secrets: [{source: s, uid: '0', mode: 0400}]\nconfigs: {c: {content: text}, f: {file: ./f}}\nsecrets: {s: {environment: TOKEN}}\n",
    );
    assert.deepEqual(
      losses.map(({ kind, what, why }) => `${kind}: ${what}: ${why}`),
      [
        "changed: web: the owner of the config c: root owns it, and every user of the container can read it",
        "changed: web: the owner of the config f: it has the owner and the mode that it has on the disk",
      ],
    );
  });

  it("takes over mounts of others, read-only if it says so", async () => {
    const { workload } = await read(
      "services:\n  a: {image: x, volumes: ['d:/d', 'e:/e']}\n  b: {image: x, volumes: ['f:/e'], volumes_from: ['a:ro']}\nvolumes: {d: , e: , f: }\n",
    );
    const [, b] = workload.services;
    assert.deepEqual(
      b?.mounts.map((mount) => (mount.kind === "volume" ? [mount.volume, mount.path, mount.readOnly] : [])),
      [
        ["f", "/e", false],
        ["d", "/d", true],
      ],
    );
  });

  it("says what is not honoured, with its line", async () => {
    const { losses } = await service(
      "container_name: mine\nblkio_config: {weight: 300}\nmac_address: 02:42:ac:11:65:43",
    );
    assert.deepEqual(losses.map(({ what }) => what).sort(), [
      "web: blkio_config",
      "web: container_name",
      "web: mac_address",
    ]);
    for (const { at } of losses) assert.match(at ?? "", /compose\.yaml:[4-6]:5$/);
  });

  const reaches: Readonly<Record<string, readonly string[]>> = {
    "privileged: true": ["privileged"],
    "network_mode: host": ["host-network"],
    "pid: host": ["host-namespaces"],
    "cap_add: [SYS_ADMIN, CHOWN]": ["capabilities"],
    "cap_add: [ALL]": ["capabilities"],
    "security_opt: ['seccomp:unconfined']": ["unconfined"],
    "devices: [/dev/kmsg]": ["devices"],
    "volumes: ['/var/run/docker.sock:/s']": ["docker-socket"],
    "volumes: ['/run/docker.sock:/s:ro']": ["docker-socket"],
    "volumes: ['/var/run:/s']": ["docker-socket"],
    "volumes: ['/:/host:ro']": ["host-folders"],
    "volumes: ['/etc:/e']": ["host-folders"],
    "volumes: ['../x:/x']": ["host-folders"],
    "volumes: ['./x:/x']": [],
    "userns_mode: host": ["host-namespaces"],
    "cgroup_parent: x": ["runtime"],
    "use_api_socket: true": ["docker-socket"],
    "ipc: shareable": [],
  };
  for (const [lines, expected] of Object.entries(reaches)) {
    it(`says what reaches beyond the container: ${lines}`, async () => {
      const found = without(await service(lines), "losses");
      assert.deepEqual(
        neededBy(found, folder(), (path) => path).map(({ grant }) => grant),
        expected,
      );
    });
  }
});
