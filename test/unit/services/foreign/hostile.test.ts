import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../../../errors/user-error.ts";
import { checkCompose } from "../../../../services/foreign/load.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

const web = (keys: string) => `services: {web: {image: x, ports: ["80"], ${keys}}}\n`;

const boundedMs = 20_000;

/** A Compose file, and what its refusal has to say. */
const refused: Readonly<Record<string, readonly [text: string, found: RegExp]>> = {
  "the Docker socket": [web("volumes: ['/var/run/docker.sock:/s']"), /docker-socket/],
  "the Docker socket without /var": [web("volumes: ['/run/docker.sock:/s']"), /docker-socket/],
  "the Docker socket with dots in its path": [web("volumes: ['/var/../run/./docker.sock:/s']"), /docker-socket/],
  "the Docker socket with slashes": [web("volumes: ['//var//run//docker.sock:/s']"), /docker-socket/],
  "the folder of the Docker socket": [web("volumes: ['/var/run:/r']"), /docker-socket/],
  "the Docker socket by a link": [web("volumes: ['./socket:/s']"), /docker-socket/],
  "the Docker socket by a variable": [web("volumes: ['${SOCKET}:/s']"), /docker-socket/],
  "the Docker socket in the long form": [
    web("volumes: [{type: bind, source: /run/docker.sock, target: /s, read_only: true}]"),
    /docker-socket/,
  ],
  "the Docker socket by use_api_socket": [web("use_api_socket: true"), /docker/],
  "containerd's socket": [web("volumes: ['/run/containerd/containerd.sock:/s']"), /docker-socket/],
  "the root of the host": [web("volumes: ['/:/host']"), /host-folders|docker-socket/],
  "the host's /etc": [web("volumes: ['/etc:/e:ro']"), /host-folders/],
  "a folder above the project": [web("volumes: ['../:/up']"), /host-folders/],
  "a folder above the project by a link": [web("volumes: ['./up/x:/up']"), /host-folders/],
  "the user's home": [web("volumes: ['~/.ssh:/ssh']"), /host-folders/],
  privileged: [web("privileged: true"), /privileged/],
  "a device": [web("devices: ['/dev/kmsg']"), /devices/],
  "the host's network": [web("network_mode: host").replace(', ports: ["80"]', ', expose: ["80"]'), /host-network/],
  "the host's processes": [web("pid: host"), /host-namespaces/],
  "the host's IPC": [web("ipc: host"), /host-namespaces/],
  "the host's users": [web("userns_mode: host"), /host-namespaces/],
  "all capabilities": [web("cap_add: [ALL]"), /capabilities/],
  "a capability in small letters": [web("cap_add: [cap_sys_admin]"), /capabilities/],
  "no seccomp": [web("security_opt: ['seccomp:unconfined']"), /unconfined/],
  "no AppArmor": [web("security_opt: ['apparmor=unconfined']"), /unconfined/],
  "another runtime": [web("runtime: mine"), /runtime/],
  "a cgroup of the host": [web("cgroup_parent: /init.scope"), /runtime/],
  "a thousand replicas": [web("scale: 1000"), /1000 replicas/],
  "half a replica": [web("deploy: {replicas: 1.5}"), /replicas/],
  "all ports there are": [web("expose: ['90']").replace('["80"]', '["1-65535:1-65535"]'), /ports/],
  "less memory than Docker allows": [web("mem_limit: 1m"), /mem_limit is 1048576 bytes/],
  "more memory than there is": [web("mem_limit: 99999999g"), /mem_limit/],
  "swap that is less than memory": [web("mem_limit: 64m, memswap_limit: 32m"), /memswap_limit/],
  "swap without memory": [web("memswap_limit: 64m"), /memswap_limit without mem_limit/],
  "next to no processor": [web("cpus: 0.0001"), /cpus is 0\.0001/],
  "a million processors": [web("cpus: 1000000"), /cpus is 1000000/],
  "too many processes": [web("pids_limit: 99999999"), /pids_limit/],
  "a year of grace": [web("stop_grace_period: 9000h"), /stop_grace_period/],
  "a signal that there is not": [web("stop_signal: SIGNOPE"), /stop_signal is "SIGNOPE"/],
  "a soft limit above the hard one": [web("ulimits: {nofile: {soft: 9, hard: 8}}"), /the ulimit nofile/],
  "an image's name with a line in it": [`services: {web: {image: "x\\nRUN evil", ports: ["80"]}}\n`, /its image is/],
  "an image's name with an option": [`services: {web: {image: "--privileged", ports: ["80"]}}\n`, /its image is/],
  "an image's name with blanks": [`services: {web: {image: "a b", ports: ["80"]}}\n`, /its image is/],
  "a host name with blanks": [web('hostname: "a b"'), /host name/],
  "an alias with a line in it": [web('networks: {default: {aliases: ["a\\n1.2.3.4 b"]}}'), /alias/],
  "a variable with = in its name": [web('environment: {"A=B": c}'), /variable|=/],
  "a mount at the root": [web("volumes: ['./data:/']"), /mounts something at \//],
  "a mount at /proc": [web("tmpfs: [/proc]"), /mounts something at \/proc/],
  "a mount at a relative path": [web("volumes: [{type: bind, source: ./data, target: data}]"), /path "data"|data/],
  "a working folder that is relative": [web("working_dir: here"), /path "here"/],
  "a word longer than Linux passes": [web(`command: [${"a".repeat(200_000)}]`), /a word of its command/],
  "ports of a service whose network is another's": [
    'services: {web: {image: x}, side: {image: x, network_mode: "service:web", ports: ["81"]}}\n',
    /the service side: it publishes ports, and its network is that of web/,
  ],
  "a text to be written into a read-only root": [
    `${web("read_only: true, configs: [{source: c, target: /c}]")}configs: {c: {content: x}}\n`,
    /it has read_only, and the config at \/c is written into it/,
  ],
  "a config that climbs": [
    `${web("configs: [{source: c, target: /../etc/passwd}]")}configs: {c: {content: x}}\n`,
    /path/,
  ],
};

describe("a Compose file that would do harm, or fail in the middle", () => {
  const folder = useTemporaryFolder();

  async function check(text: string) {
    await mkdir(join(folder(), "data"));
    await symlink("/var/run/docker.sock", join(folder(), "socket"));
    await symlink("/usr", join(folder(), "up"));
    await writeFile(join(folder(), "compose.yaml"), text);
    return checkCompose({
      workload: "compose.yaml",
      from: folder(),
      profiles: [],
      grants: [],
      env: { SOCKET: "/run/docker.sock", HOME: "/root" },
    });
  }

  for (const [what, [text, found]] of Object.entries(refused)) {
    it(`is refused before anything is made, with its place: ${what}`, async () => {
      const began = performance.now();
      await assert.rejects(check(text), (error) => {
        assert.ok(error instanceof UserError, String(error));
        assert.match(error.parts.found, found);
        assert.match(error.parts.found, /compose\.yaml:\d+:\d+: /);
        assert.notEqual(error.parts.allowed ?? "", "");
        return true;
      });
      // A bound, and no speed: the machine may be busy.
      assert.ok(performance.now() - began < boundedMs);
    }).timeout(2 * boundedMs);
  }

  const fine: Readonly<Record<string, string>> = {
    "Windows' line ends": web("command: [a]").replaceAll("\n", "\r\n"),
    "a byte order mark": `\uFEFF${web("command: [a]")}`,
    "quotes, dollars and new lines in values": web(
      `environment: {A: "it's $$HOME \\"and\\" \\n%s \\\\"}, labels: {"x.y/z": "a=b,c"}`,
    ),
    "a folder in the project": web("volumes: ['./data:/data']"),
    "a folder that is not there yet": web("volumes: ['./new/deep:/data']"),
    "zero for no limit": web("mem_limit: 0, cpus: 0, pids_limit: -1"),
    "capabilities that Docker gives anyway": web("cap_add: [CHOWN, net_bind_service]"),
    "an image by its digest": `services: {web: {image: "reg.example:5000/a/b@sha256:${"0".repeat(64)}", ports: ["80"]}}\n`,
    "a mount that climbs in the container, which ends at its root": web("volumes: ['./data:/a/../../srv']"),
    "a signal by its number": web("stop_signal: '3'"),
  };
  for (const [what, text] of Object.entries(fine)) {
    it(`is not one with ${what}`, async () => {
      const { foreign } = await check(text);
      assert.equal(foreign.services.length, 1);
    });
  }

  it("keeps every character of a value", async () => {
    const { foreign } = await check(web(`environment: {A: "it's $$HOME \\"and\\" \\n%s \\\\"}`));
    assert.deepEqual(foreign.services[0]?.env, { A: 'it\'s $HOME "and" \n%s \\' });
  });

  it("leaves a service without replicas out, and says so", async () => {
    const { foreign, losses } = await check(
      'services: {web: {image: x, ports: ["80"], depends_on: [off]}, off: {image: y, scale: 0}}\n',
    );
    assert.deepEqual(
      foreign.services.map(({ name }) => name),
      ["web"],
    );
    assert.match(losses.map(({ what }) => what).join(), /off: 0 replicas/);
  });
});
