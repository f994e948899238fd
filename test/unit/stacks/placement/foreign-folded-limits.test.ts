import assert from "node:assert/strict";
import { s6 } from "../../../../stacks/approaches/s6/index.ts";
import type { ExtrasPlan, GrantPlan, LimitPlan } from "../../../../stacks/container-plan.ts";
import { pod } from "../../../../stacks/placement/pod.ts";
import { compileErrors } from "../../../support/unit/compile-errors.ts";
import { textOf } from "../../../support/unit/text-of.ts";
import { throwsUserError } from "../../../support/unit/user-error.ts";
import { useRendering } from "./foreign-rendering.ts";

/** What the one container has, and what the rendering warns of. */
interface Folded {
  readonly limits: LimitPlan;
  readonly grants: GrantPlan;
  readonly extras: ExtrasPlan;
  readonly warnings: string;
}

describe("limits and restrictions of services in one container", () => {
  const { rendered } = useRendering();
  const two = (web: string, db = "") => `
services:
  web: {image: x, ports: ["80"], ${web}}
  db: {image: y${db === "" ? "" : `, ${db}`}}
`;

  async function folded(web: string, db?: string): Promise<Folded> {
    const { containers, warnings } = await rendered(two(web, db), {}, s6);
    const [container] = containers;
    if (container?.extras === undefined) assert.fail("no container with extras");
    const { limits, grants, extras } = container;
    return { limits, grants, extras, warnings: warnings.join("\n") };
  }

  it("are sums where every service has one, of replicas too", async () => {
    const both = "mem_limit: 64m, cpus: 0.5, pids_limit: 20, mem_reservation: 32m, cpu_shares: 512";
    const { limits, extras, warnings } = await folded(both, `${both}, scale: 2`);
    assert.deepEqual(limits, { memoryMiB: 192, memorySwapMiB: 384, cpus: 1.5, pids: 60 });
    assert.deepEqual([extras.reservedMiB, extras.cpuShares], [96, 1536]);
    assert.doesNotMatch(warnings, /is not set/);
    assert.match(warnings, /cpu_shares are the container's, as their sum/);
  });

  it("are none where a service has none, which a warning says with both names", async () => {
    const { limits, extras, warnings } = await folded(
      "mem_limit: 64m, cpus: 0.5, pids_limit: 20, cpuset: '0', read_only: true, security_opt: [no-new-privileges], cap_drop: [ALL]",
    );
    assert.deepEqual([limits, extras.cpuset], [{}, undefined]);
    for (const what of [
      "its limit of memory",
      "its limit of processors",
      "its limit of processes",
      "its cpuset",
      "its read-only root",
      "no-new-privileges",
    ])
      assert.ok(warnings.includes(`web: ${what} is not set: db does not have it`), `${what}:\n${warnings}`);
    assert.match(warnings, /^web: cap_drop ALL is not honoured/m);
  });

  it("count a service that says nothing of its share of processors as Docker does, and reserve what any reserves", async () => {
    const { extras } = await folded("cpu_shares: 512, mem_reservation: 32m");
    assert.deepEqual([extras.cpuShares, extras.reservedMiB], [1536, 32]);
    assert.equal("cpuShares" in (await folded("mem_limit: 64m")).extras, false);
  });

  it("are taken over where all have the same, or one has what all may have", async () => {
    const { extras } = await folded(
      "cpuset: '0', runtime: other, dns_search: [a.example], ulimits: {nofile: 10, core: -1}, devices: [/dev/fuse]",
      "cpuset: '0', runtime: other, ulimits: {nofile: 20, core: 5}",
    );
    assert.deepEqual([extras.cpuset, extras.runtime, extras.names.dns.search], ["0", "other", ["a.example"]]);
    assert.deepEqual(extras.kernel.ulimits, [
      { name: "nofile", soft: 20, hard: 20 },
      { name: "core", soft: -1, hard: -1 },
    ]);
    assert.deepEqual(extras.devices, [{ source: "/dev/fuse", path: "/roots/web/dev/fuse", permissions: "rwm" }]);
    assert.equal((await folded("runtime: other")).extras.runtime, "other");
  });

  it("keep only capabilities that the supervisor needs where all drop all of them, and say so", async () => {
    const { grants, warnings } = await folded("cap_drop: [ALL]", "cap_drop: [ALL]");
    assert.deepEqual(grants.capabilities, {
      add: ["KILL", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"],
      drop: ["ALL"],
    });
    assert.match(warnings, /the container keeps KILL, SETGID, SETPCAP, SETUID, SYS_CHROOT: the supervisor needs them/);
  });

  it("name each setting of one service that no container for all can have", async () => {
    const { warnings } = await folded(
      "domainname: d.example, hostname: h, stdin_open: true, tty: true, logging: {driver: none}, labels: {L: a}",
      "labels: {L: b}",
    );
    for (const line of [
      "web: its domain d.example is not set",
      "web: its host name h is not set",
      "web: its input is not open",
      "web: it has no terminal",
      "web: its logging is the container's",
      "web and db have the label L with different values: it is db's",
    ])
      assert.ok(warnings.includes(line), `${line}:\n${warnings}`);
  });

  it("give every root the search list and the options of names, which its programs read there", async () => {
    const { images } = await rendered(two("dns_search: [a.example], dns_opt: ['timeout:1']"), {}, s6);
    const file = images[0]?.files.find(({ path }) => path === "rootfs/roots/db/etc/resolv.conf");
    assert.equal(textOf(file), "nameserver 127.0.0.11\nsearch a.example\noptions ndots:0 timeout:1\n");
  });

  for (const [what, web, db, placed, found] of [
    ["cpuset", "cpuset: '0'", "cpuset: '1'", s6, /web and db want cpuset to be 0 and 1/],
    ["runtimes", "runtime: a", "runtime: b", s6, /web and db want runtime to be a and b/],
    [
      "security options",
      "security_opt: [seccomp=a.json]",
      "security_opt: ['seccomp:b.json']",
      s6,
      /web and db want security_opt seccomp to be a\.json and b\.json/,
    ],
    ["names of hosts", "extra_hosts: ['h:1.1.1.1']", "extra_hosts: ['h=2.2.2.2']", pod, /want the host h to be/],
    ["a cgroup of its own", "cgroup_parent: a.slice", "", s6, /web has cgroup_parent: a\.slice/],
    ["processes of another service", "pid: 'service:db'", "", pod, /web has pid: service:db, and joins/],
  ] as const) {
    it(`are refused where services contradict each other: ${what}`, async () => {
      const error: unknown = await rendered(two(web, db), {}, placed).catch((reason: unknown) => reason);
      throwsUserError(
        () => {
          throw error;
        },
        { found, allowed: /./, remedy: /./ },
      );
    });
  }

  it("cannot be forgotten: a field that nothing sees to does not compile", () => {
    const source = (names: string) =>
      `import { seenTo } from "./stacks/container-plan.ts";\nconst rest: { readonly a: 1; readonly b?: 2 } = { a: 1 };\nseenTo(rest, ${names});\n`;
    assert.deepEqual(compileErrors(source('["a", "b"]')), []);
    assert.match(compileErrors(source('["a"]')).join(), /TS2345/);
    assert.match(compileErrors(source('["a", "b", "c"]')).join(), /TS2322|TS2345/);
  }).timeout(60_000);
});
