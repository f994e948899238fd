import { DockerfileParser } from "dockerfile-ast";
import fc from "fast-check";
import assert from "node:assert/strict";
import type { Workload } from "../../../../services/contract.ts";
import type { VolumePlan } from "../../../../stacks/contract.ts";
import { groupsOf, mountPoints, volumesOf } from "../../../../stacks/rendering/volumes.ts";
import { containerOf } from "../../../support/unit/plans.ts";
import { checkDockerfile } from "../../../support/unit/rendering-checks.ts";
import { quietService, sampleService, sampleSettings, sampleWorkload } from "../../../support/unit/samples.ts";
import { full } from "../../../support/unit/subjects.ts";
import { textOf } from "../../../support/unit/text-of.ts";

const reader = quietService({
  name: "reader",
  user: { uid: 5, gid: 6 },
  volumes: [{ name: "shared", path: "/srv/reader", readOnly: true }],
});
const writer = quietService({
  name: "writer",
  user: { uid: 7, gid: 8 },
  volumes: [
    { name: "shared", path: "/srv/writer" },
    { name: "own", path: '/srv/it\'s "own" in $HOME, ü' },
  ],
});
const workload: Workload = sampleWorkload({
  services: [sampleService(), reader, writer],
  volumes: { shared: { gid: 9 } },
});

describe("a workload's volumes", () => {
  const planOf = (given: Workload, name: string) => volumesOf(given, sampleSettings()).find((one) => one.name === name);

  it("belong to the service that mounts them, alone", () => {
    const { owner, mode, holds, fullName } = planOf(workload, "own") ?? {};
    assert.deepEqual({ owner, mode, holds }, { owner: { uid: 7, gid: 8 }, mode: 0o700, holds: "data" });
    assert.equal(fullName, "ca-000000-separate-hello-own");
  });

  it("belong to the first that can write them, and to the group that the workload names", () => {
    const { owner, mode } = planOf(workload, "shared") ?? {};
    assert.deepEqual({ owner, mode }, { owner: { uid: 7, gid: 9 }, mode: 0o2770 });
    const unwritten = sampleWorkload({ services: [reader] });
    assert.deepEqual(planOf(unwritten, "shared")?.owner, { uid: 5, gid: 6 });
  });

  it("have the mode that the workload names", () => {
    assert.equal(planOf({ ...workload, volumes: { own: { mode: 0o750 } } }, "own")?.mode, 0o750);
    assert.equal(planOf({ ...workload, volumes: { shared: { gid: 9, mode: 0o2775 } } }, "shared")?.mode, 0o2775);
  });

  it("put those who mount them into their groups, once, and in no other", () => {
    assert.deepEqual(groupsOf(reader, workload), [9]);
    assert.deepEqual(groupsOf(sampleService(), workload), []);
    const facts = { shared: { gid: 30 }, own: { gid: 4 } };
    assert.deepEqual(groupsOf(writer, { volumes: facts }), [4, 30]);
    assert.deepEqual(groupsOf(writer, { volumes: { shared: { gid: 8 }, own: { gid: 30 } } }), [30]);
  });
});

/** Instructions of a Dockerfile that make folders for volumes, as the words of their commands. */
function folders(dockerfile: string): string[][] {
  const runs = DockerfileParser.parse(dockerfile).getInstructions();
  const commands = runs.map((one) => one.getRawArgumentsContent() ?? "").filter((text) => text.includes("/install"));
  // Those of scratch folders have no owner.
  return commands.map((text) => JSON.parse(text) as string[]).filter((words) => words.includes("-o"));
}

const install = (mode: string, owner: readonly [string, string], ...paths: readonly string[]) => [
  ...["/usr/bin/install", "-d", "-m", mode, "-o", owner[0], "-g", owner[1], "--"],
  ...paths,
];

describe("mount points of volumes", () => {
  const volume: VolumePlan = { name: "a", fullName: "ca-a", owner: { uid: 1, gid: 2 }, mode: 0o40, holds: "state" };

  it("are made where the volume is mounted, and for no other", () => {
    const mounts = [
      { kind: "volume", volume: "a", path: "/srv/a", readOnly: true },
      { kind: "scratch", path: "/srv/b", sizeMiB: 1, mode: 0o700 },
    ] as const;
    const [line = "", ...more] = mountPoints(mounts, [volume, { ...volume, name: "b" }]);
    assert.deepEqual(more, []);
    assert.deepEqual(folders(line), [install("0040", ["1", "2"], "/srv/a")]);
  });

  it("carry every path as it is, on one line", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", minLength: 1 }).filter((text) => !text.includes("\0")),
        (text) => {
          const path = `/${text}`;
          const [line = ""] = mountPoints([{ kind: "volume", volume: "a", path, readOnly: false }], [volume]);
          assert.ok(line.startsWith("RUN [") && line.endsWith("]") && !/[\n\r]/.test(line));
          assert.equal((JSON.parse(line.slice("RUN ".length)) as string[]).at(-1), path);
        },
      ),
    );
  });

  for (const approach of full) {
    describe(`under ${approach.name}`, () => {
      const rendering = approach.render(workload, sampleSettings());
      const imageOf = (service: string) => {
        const container = rendering.containers.find(({ services }) => services.includes(service));
        return rendering.images.find(({ name }) => name === container?.image) ?? assert.fail();
      };

      it("are in the image of who mounts, with owner and mode, before files that change and before its user", () => {
        const { dockerfile } = imageOf("writer");
        const own = install("0700", ["7", "8"], '/srv/it\'s "own" in $HOME, ü');
        const found = folders(dockerfile);
        assert.deepEqual(found.at(-1), own);
        assert.deepEqual(found[0]?.slice(0, 9), install("2770", ["7", "9"]));
        assert.ok(found[0].includes("/srv/writer"));
        checkDockerfile(imageOf("writer"), sampleSettings().baseImage);
        const at = (word: string) => dockerfile.split("\n").findIndex((line) => line.startsWith(word));
        assert.ok(at("RUN [") > 0 && at("RUN [") < at("COPY"));
        if (at("USER") >= 0) assert.ok(at("RUN [") < at("USER"));
      });

      it("are in no image of a service that mounts nothing, unless it shares its container", () => {
        const expected = approach.placement === "together" ? 2 : 0;
        assert.equal(folders(imageOf("web").dockerfile).length, expected);
      });

      it("are there for every mount, and each container has the groups of its services or starts them so", () => {
        for (const container of rendering.containers) {
          const { dockerfile } = rendering.images.find(({ name }) => name === container.image) ?? assert.fail();
          const made = folders(dockerfile).flatMap((words) => words.slice(words.indexOf("--") + 1));
          const mounted = container.mounts.flatMap((one) => (one.kind === "volume" ? [one.path] : []));
          assert.deepEqual(mounted.sort(), made.sort());
        }
        const groupsIn = (service: string) =>
          /--groups=(\S+)/.exec(
            textOf(imageOf(service).files.find(({ path }) => path.endsWith(`/as/${service}`))),
          )?.[1];
        for (const [service, gid] of [
          ["reader", 9],
          ["writer", 9],
          ["web", undefined],
        ] as const) {
          if (approach.placement === "together") assert.equal(groupsIn(service), gid === undefined ? gid : String(gid));
          else assert.deepEqual(containerOf(rendering, service).identity.groups, gid === undefined ? [] : [gid]);
        }
      });
    });
  }
});
