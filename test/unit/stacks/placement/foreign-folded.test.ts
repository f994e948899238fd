import { execa } from "execa";
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { s6 as s6Approach } from "../../../../stacks/approaches/s6/index.ts";
import { systemd } from "../../../../stacks/approaches/systemd/index.ts";
import { textOf } from "../../../support/unit/text-of.ts";
import { throwsUserError } from "../../../support/unit/user-error.ts";
import { useRendering } from "./foreign-rendering.ts";

describe("a Compose project, a container per service", () => {
  const { rendered } = useRendering();

  const two = `
services:
  web: {image: x, ports: ["80"], user: node, volumes: ["data:/data"], command: [a, "b c"], environment: {A: "it's"}, depends_on: [db], networks: {default: {aliases: [www]}}}
  db: {image: y, healthcheck: {test: [CMD, check, me]}, stop_signal: SIGUSR1, read_only: true}
volumes: {data: }
`;

  it("folded has a root for each image, with its mounts, names and devices, and one container under the supervisor", async () => {
    const { images, containers, volumes, services, warnings } = await rendered(two, {}, s6Approach);
    const [image] = images;
    const [container] = containers;
    assert.deepEqual([images.length, containers.length, Object.keys(services)], [1, 1, ["web", "db"]]);
    assert.match(image?.dockerfile ?? "", /^COPY --from=x \/ \/roots\/web\/$/m);
    assert.match(
      image?.dockerfile ?? "",
      /^RUN \["\/bin\/sh","-ec","for root in \/roots\/web \/roots\/db; do cd .*mknod -m 666 dev\/null c 1 3/m,
    );
    assert.deepEqual(
      container?.mounts.filter(({ path }) => path.startsWith("/roots")),
      [
        { kind: "volume", volume: "data", path: "/roots/web/data", readOnly: false },
        { kind: "memory", path: "/roots/web/dev/shm", options: "size=67108864,mode=1777" },
        { kind: "memory", path: "/roots/db/dev/shm", options: "size=67108864,mode=1777" },
      ],
    );
    assert.deepEqual(
      [container.attachments.publishes, container.limits, container.grants.readOnlyRoot],
      [80, {}, false],
    );
    assert.deepEqual(container.grants.capabilities, { add: [], drop: [] });
    assert.deepEqual(
      volumes.map(({ name }) => name),
      ["data"],
    );
    const hosts = image?.files.find(({ path }) => path === "rootfs/roots/db/etc/hosts");
    assert.equal(hosts?.content, "127.0.0.1 localhost\n::1 localhost\n127.0.0.1 web\n127.0.0.1 www\n127.0.0.1 db\n");
    assert.ok(warnings.some((line) => line.startsWith("roots have no /proc")));
    assert.ok(warnings.includes("db: its stop signal SIGUSR1 is SIGTERM here"));
  });

  it("folded has started what has been started once: Compose does not ask whether it still runs", async () => {
    const { images } = await rendered(two, {}, s6Approach);
    const reached = textOf(images[0]?.files.find(({ path }) => path.endsWith("/reached")));
    const folder = await mkdtemp(join(tmpdir(), "container-approaches-reached-"));
    try {
      const program = reached.replaceAll("/run/container-approaches", folder);
      const started = async () =>
        (await execa("sh", ["-c", program, "reached", "db", "started"], { reject: false })).exitCode;
      await mkdir(join(folder, "pids"));
      assert.equal(await started(), 1);
      await writeFile(join(folder, "pids/db"), "99999999 1 waits\n");
      assert.equal(await started(), 1);
      await writeFile(join(folder, "pids/db"), "99999999 1 \n");
      assert.equal(await started(), 0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("folded runs commands and checks in a service's root, with its user, variables and folder", async () => {
    const { images } = await rendered(two, {}, s6Approach);
    const program = (name: string) =>
      textOf(images[0]?.files.find(({ path }) => path === `rootfs/opt/container-approaches/as/${name}`));
    assert.match(program("web"), /^exec \/opt\/container-approaches\/enter \/roots\/web 1000 1001 4,29 \/app 4 \\$/m);
    assert.match(program("web"), /^ {2}'A=it'\\''s' \\$/m);
    assert.match(program("web"), /^ {2}'?HOME=\/home\/node'? \\$/m);
    assert.match(
      program("db"),
      /^\[ "\$\*" != '\/bin\/bash -p \/opt\/container-approaches\/checks\/db' \] \|\| set -- check me$/m,
    );
    assert.equal(
      images[0]?.files.some(({ path }) => path.endsWith("/checks/db")),
      false,
    );
  });

  it("folded may mount /proc of each root where that is granted, and loses the capability before PID 1 starts", async () => {
    const { images, containers, warnings } = await rendered(two, {}, s6Approach, ["mounts"]);
    assert.deepEqual(containers[0]?.grants.capabilities, { add: ["SYS_ADMIN"], drop: [] });
    assert.equal(containers[0].process.command[0], "/opt/container-approaches/with-proc");
    const program = images[0]?.files.find(({ path }) => path.endsWith("/with-proc"));
    assert.match(textOf(program), /^exec \/usr\/bin\/setpriv --bounding-set=-sys_admin .* "\$@"$/m);
    assert.ok(warnings.some((line) => line.includes("may mount until PID 1 has started")));
  });

  for (const [what, text, placed, found] of [
    [
      "a name that supervisors take for something else",
      'services: {all: {image: x, ports: ["80"]}}\n',
      s6Approach,
      /The service all cannot have this name/,
    ],
    [
      "a name with a dot",
      'services: {a.b: {image: x, ports: ["80"]}}\n',
      s6Approach,
      /The service a\.b cannot have this name/,
    ],
    [
      "a program that is PID 1",
      'services: {web: {image: x, ports: ["80"], entrypoint: [/init]}}\n',
      s6Approach,
      /starts \/init, which has to be PID 1/,
    ],
    [
      "a supervisor that starts no service in a root",
      'services: {web: {image: x, ports: ["80"]}}\n',
      systemd,
      /systemd does not start them/,
    ],
  ] as const) {
    it(`folded refuses ${what}`, async () => {
      const error: unknown = await rendered(text, {}, placed).catch((reason: unknown) => reason);
      throwsUserError(
        () => {
          throw error;
        },
        { found, allowed: /./, remedy: /./ },
      );
    });
  }
});
